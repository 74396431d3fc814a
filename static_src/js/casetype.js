// The case type editor in the admin: choices out of the page itself, codes from titles, a checklist that leads to cards.
// Loaded as a module before Wagtail makes the first block; its classes carry what cases/admin/case_types/adapters.py names.
import { start } from "./casetype/start.js";

start(window.telepath, window.wagtailStreamField.blocks);
