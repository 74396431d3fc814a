// Registers the builder's blocks and inputs with Telepath.
import { fieldDefinition, optionsDefinition, sectionDefinition, sectionsDefinition } from "./blocks.js";
import { FormulaInput } from "./formula.js";
import { FieldReference } from "./reference.js";

export function start(telepath, blocks) {
  telepath.register("pilotdesk.Field", fieldDefinition(blocks));
  telepath.register("pilotdesk.Section", sectionDefinition(blocks));
  telepath.register("pilotdesk.Sections", sectionsDefinition(blocks));
  telepath.register("pilotdesk.Options", optionsDefinition(blocks));
  telepath.register("pilotdesk.FormulaInput", FormulaInput);
  telepath.register("pilotdesk.FieldReference", FieldReference);
}
