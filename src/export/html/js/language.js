
// Words of the buttons. The page is written in English; what has data-t is said in the reader's language.

const SPANISH = {
  "Skip to the text": "Ir al texto",
  "All works": "Todas las obras",
  "Contents": "Índice",
  "Reading mode": "Modo de lectura",
  "Tap to reveal": "Tocar para ver",
  "Side by side": "En dos columnas",
  "Line by line": "Línea a línea",
  "Paragraph by paragraph": "Párrafo a párrafo",
  "Original only": "Solo el original",
  "Search": "Buscar",
  "Saved words": "Palabras guardadas",
  "Settings": "Ajustes",
  "Help with the sentence": "Ayuda con la frase",
  "Tap a word: its partner in the translation, its meaning and the sentence in the other language stand here.":
    "Toque una palabra: aquí verá su pareja en la traducción, su significado y la frase en la otra lengua.",
  "Save": "Guardar",
  "Saved": "Guardada",
  "Read aloud": "Leer en voz alta",
  "Close": "Cerrar",
  "Translation and meaning": "Traducción y significado",
  "Tap a sentence for its translation.": "Toque una frase para ver su traducción.",
  "Understood": "Entendido",
  "Search both texts": "Buscar en los dos textos",
  "This browser keeps nothing for pages opened from a file: save your list before you close the page.":
    "Este navegador no guarda nada de las páginas abiertas desde un archivo: guarde su lista antes de cerrar la página.",
  "This browser keeps nothing for pages opened from a file: settings last until you close the page.":
    "Este navegador no guarda nada de las páginas abiertas desde un archivo: los ajustes duran hasta que cierre la página.",
  "Nothing yet. Tap a word or a sentence, then “Save”.": "Todavía nada. Toque una palabra o una frase y luego «Guardar».",
  "Save the list for Anki": "Guardar la lista para Anki",
  "Language to read": "Lengua que se lee",
  "Size": "Tamaño",
  "Line spacing": "Interlineado",
  "Tight": "Estrecho",
  "Normal": "Normal",
  "Loose": "Amplio",
  "Width": "Ancho",
  "Narrow": "Estrecho",
  "Wide": "Amplio",
  "Typeface": "Letra",
  "With serifs": "Con remates",
  "Without serifs": "Sin remates",
  "Colours": "Colores",
  "As the device": "Los del aparato",
  "Light": "Claros",
  "Dark": "Oscuros",
  "Help with words": "Ayuda con palabras",
  "On": "Sí",
  "Off": "No",
  "Partner and dictionary": "Pareja y diccionario",
  "Partner only": "Solo la pareja",
  "Sentence only": "Solo la frase",
  "Reads aloud": "Lee en voz alta",
  "The sentence": "La frase",
  "The sentence and its translation": "La frase y su traducción",
  "On from here, both texts": "Desde aquí, los dos textos",
  "Pace": "Ritmo",
  "Slow": "Lento",
  "Stop reading": "Dejar de leer",
  "On paper": "En papel",
  "Facing pages": "Páginas enfrentadas",
  "translation below the paragraph; below all": "traducción bajo el párrafo; bajo todos",
  "One-letter keys": "Teclas de una letra",
  "Language of the buttons": "Lengua de los botones",
  "Keys and signs": "Teclas y signos",
  "next, previous sentence": "frase siguiente, anterior",
  "previous, next word": "palabra anterior, siguiente",
  "save the word; read aloud": "guardar la palabra; leer en voz alta",
  "reading mode": "modo de lectura",
  "search; these settings; close": "buscar; estos ajustes; cerrar",
  "sure partner": "pareja segura",
  "were right when checked": "correctas al comprobarlas",
  "likely partner": "pareja probable",
  "were right, a small sample": "correctas, una muestra pequeña",
  "Hint": "Indicación",
  "Front matter": "Preliminares",
  "Back matter": "Material final",
  "in this translation:": "en esta traducción:",
  "in the original:": "en el original:",
  "likely": "probable",
  "No sure partner in this translation.": "Sin pareja segura en esta traducción.",
  "No sure partner in the original.": "Sin pareja segura en el original.",
  "Not in the dictionary.": "No está en el diccionario.",
  "more": "más",
  "Not translated.": "Sin traducir.",
  "Only in the translation.": "Solo en la traducción.",
  "{n} of {m} in this book": "{n} de {m} en este libro",
  "Link to this sentence": "Enlace a esta frase",
  "Sentence": "Frase",
  "Remove": "Quitar",
  "nothing found": "nada encontrado",
  "{n} found": "{n} encontradas",
  "the first {n} of {m} found": "las primeras {n} de {m} encontradas",
  "original": "original",
  "translation": "traducción",
  "{n} sentences only in the original": "{n} frases solo en el original",
  "{n} sentences only in the translation": "{n} frases solo en la traducción",
  "{n} chapters in one text only": "{n} capítulos en un solo texto",
  "{n} % read": "{n} % leído",
  "Works to read": "Obras para leer",
  "{n} works": "{n} obras",
  "No works yet.": "Todavía no hay obras.",
  "Continue reading": "Seguir leyendo",
  "Time to read": "Tiempo de lectura",
  "Read": "Leído",
};

// What is said of one, in English and in Spanish.
const OF_ONE = {
  "{n} sentences only in the original": ["{n} sentence only in the original", "{n} frase solo en el original"],
  "{n} sentences only in the translation": ["{n} sentence only in the translation", "{n} frase solo en la traducción"],
  "{n} found": ["{n} found", "{n} encontrada"],
  "{n} works": ["{n} work", "{n} obra"],
};

function chosenInterface() {
  const kept = settings.get("interface");
  if (kept === "es" || kept === "en") return kept;
  return (navigator.language ?? "").startsWith("es") ? "es" : "en";
}

let spoken = chosenInterface();

/** A text of the interface in the reader's language, with numbers in their places. */
function say(text, numbers = {}) {
  const isSpanish = spoken === "es";
  const ofOne = Number(numbers.n) === 1 && OF_ONE[text]?.[isSpanish ? 1 : 0];
  const said = ofOne || (isSpanish && SPANISH[text]) || text;
  return said.replace(/\{(\w+)\}/g, (whole, name) => numbers[name] ?? whole);
}

/** Says all that stands in the page. English is kept beside what was translated; numbers stand in `data-n`. */
function translatePage() {
  root.lang = spoken;
  for (const it of document.querySelectorAll("[data-t]")) {
    it.dataset.t ||= it.textContent;
    it.textContent = say(it.dataset.t, it.dataset);
  }
  for (const it of document.querySelectorAll("[data-t-label]")) {
    it.dataset.tLabel ||= it.getAttribute("aria-label");
    it.setAttribute("aria-label", say(it.dataset.tLabel));
    if (it.matches(".icon")) it.title = say(it.dataset.tLabel);
  }
}

function setInterface(language) {
  spoken = language;
  translatePage();
}
