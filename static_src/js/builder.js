// The form builder in the admin: fields that open on demand, an outline, moving, copying, formulas, checks.
// Loaded as a module before Wagtail makes the first block; its classes carry what forms_app/admin/lazy.py names.
import { start } from "./builder/start.js";

start(window.telepath, window.wagtailStreamField.blocks);
