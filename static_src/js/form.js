// A step of a form in the portal: everything works without this file; with it, nothing is lost and little is clicked.
import { setUpAutosave } from "./form/autosave.js";
import { setUpCounters } from "./form/counters.js";
import { setUpChoices } from "./form/choices.js";
import { setUpFormulas } from "./form/formulas.js";
import { setUpDirectories } from "./form/directory.js";
import { setUpGrid } from "./form/grid.js";
import { setUpPresence } from "./form/presence.js";
import { setUpRows } from "./form/rows.js";
import { setUpTrees } from "./form/trees.js";
import { setUpUploads } from "./form/uploads.js";

const form = document.querySelector("[data-form]");
if (form) {
  setUpCounters(form);
  setUpChoices(form);
  setUpRows(form);
  setUpGrid(form);
  setUpTrees(form);
  setUpDirectories(form);
  setUpUploads(form);
  setUpFormulas(form);
  setUpAutosave(form);
  setUpPresence(form);
}
