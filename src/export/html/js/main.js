
document.addEventListener("DOMContentLoaded", () => {
  findParts();
  translatePage();
  if (beads.o.length > 0) {
    startSettings();
    startTaps();
    startKeys();
    startContents();
    startSearch();
    startSaved();
    startTip();
    startPlace();
    readDictionary();
  }
});
