//! A short tale that tests on small texts share.

use cotejo::segment::one_per_line;
use cotejo::text::{Document, SourceText};

/// A short tale, one pair of sentences a line.
pub(crate) const TALE: [(&str, &str); 24] = [
    (
        "El molino estaba en lo alto de la colina.",
        "The mill stood on top of the hill.",
    ),
    (
        "Lo habían construido los abuelos de Tomás con piedra del río.",
        "Tomás's grandparents had built it with stone from the river.",
    ),
    (
        "Cada mañana el molinero abría las ventanas.",
        "Every morning the miller opened the windows.",
    ),
    (
        "El viento entraba y movía las telas blancas.",
        "The wind came in and moved the white cloths.",
    ),
    (
        "Su hija Elvira barría la harina del suelo.",
        "His daughter Elvira swept the flour from the floor.",
    ),
    (
        "—¿Por qué no vamos al mercado? —preguntó Elvira.",
        "\"Why don't we go to the market?\" asked Elvira.",
    ),
    (
        "El padre miró las nubes negras sobre el valle.",
        "The father looked at the black clouds over the valley.",
    ),
    (
        "—Porque va a llover —respondió.",
        "\"Because it is going to rain,\" he answered.",
    ),
    ("Aquella tarde llovió con furia.", "That afternoon it rained furiously."),
    (
        "El río creció y se llevó el puente viejo.",
        "The river rose and carried off the old bridge.",
    ),
    (
        "Las ovejas del vecino se ahogaron en el barro.",
        "The neighbour's sheep drowned in the mud.",
    ),
    (
        "Nadie durmió esa noche en la aldea.",
        "Nobody slept that night in the village.",
    ),
    (
        "Al amanecer apareció un soldado a caballo.",
        "At dawn a soldier on horseback appeared.",
    ),
    (
        "Traía una carta cerrada con cera roja.",
        "He carried a letter sealed with red wax.",
    ),
    (
        "El alcalde la leyó en voz alta delante de la iglesia.",
        "The mayor read it aloud in front of the church.",
    ),
    (
        "La guerra había terminado después de siete años.",
        "The war had ended after seven years.",
    ),
    (
        "Las mujeres lloraron y las campanas sonaron.",
        "The women wept and the bells rang.",
    ),
    (
        "Tomás encendió una vela por su hermano muerto.",
        "Tomás lit a candle for his dead brother.",
    ),
    (
        "Elvira bailó en la plaza hasta perder los zapatos.",
        "Elvira danced in the square until she lost her shoes.",
    ),
    (
        "Un carpintero prometió levantar otro puente.",
        "A carpenter promised to raise another bridge.",
    ),
    (
        "Pidió veinte tablas de roble y cien clavos.",
        "He asked for twenty oak planks and a hundred nails.",
    ),
    ("El trabajo duró hasta el invierno.", "The work lasted until winter."),
    (
        "La primera nieve cayó sobre la madera nueva.",
        "The first snow fell on the new wood.",
    ),
    (
        "Y el molino volvió a moler el trigo de todos.",
        "And the mill ground everyone's wheat again.",
    ),
];

/// A text of these sentences.
pub(crate) fn lines<'a>(sentences: impl IntoIterator<Item = &'a str>) -> Document {
    let sentences: Vec<_> = sentences.into_iter().collect();
    one_per_line(SourceText::from_string(sentences.join("\n")))
}

/// Sentences of the original.
pub(crate) fn es<'a>(from: usize, to: usize) -> impl Iterator<Item = &'a str> {
    TALE[from..to].iter().map(|pair| pair.0)
}

/// Sentences of the translation.
pub(crate) fn en<'a>(from: usize, to: usize) -> impl Iterator<Item = &'a str> {
    TALE[from..to].iter().map(|pair| pair.1)
}
