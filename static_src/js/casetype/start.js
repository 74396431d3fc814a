// Registers the editor's cards and inputs with Telepath.
import { KeyInput, KeysInput } from "./keys.js";
import { partsDefinition } from "./parts.js";

export function start(telepath, blocks) {
  telepath.register("pilotdesk.Parts", partsDefinition(blocks));
  telepath.register("pilotdesk.Key", KeyInput);
  telepath.register("pilotdesk.Keys", KeysInput);
}
