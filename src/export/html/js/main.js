
document.addEventListener("DOMContentLoaded", () => {
  findParts();
  translatePage();
  if (dom.blocks.length > 0) {
    startSettings();
    startTaps();
    startKeys();
    startContents();
    startSearch();
    startSaved();
    startTip();
    startPlace();
    startPrint();
    // A reader looks at the page before tapping a word: what costs time and is not seen can wait.
    const idle = globalThis.requestIdleCallback ?? setTimeout;
    if (document.readyState === "complete") idle(readDictionary);
    else addEventListener("load", () => idle(readDictionary));
  }
});
