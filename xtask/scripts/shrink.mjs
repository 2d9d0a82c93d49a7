// Shrinks WebAssembly modules: `node shrink.mjs OUT MODULE…` writes each under its name into the folder OUT. One process for
// many modules: to start the optimizer takes longer than most of them.

import { readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import binaryen from "binaryen";

const { Features } = binaryen;
// What rustc's target has and all current browsers know.
const FEATURES =
  Features.BulkMemory |
  Features.BulkMemoryOpt |
  Features.NontrappingFPToInt |
  Features.SignExt |
  Features.MutableGlobals |
  Features.ReferenceTypes |
  Features.Multivalue;

// As the command `wasm-opt -Oz`.
binaryen.setOptimizeLevel(2);
binaryen.setShrinkLevel(2);
binaryen.setGenerateStackIR(true);
binaryen.setOptimizeStackIR(true);
binaryen.setDebugInfo(false);

const [out, ...modules] = process.argv.slice(2);
for (const file of modules) {
  const module = binaryen.readBinary(readFileSync(file), FEATURES);
  module.runPasses(["flatten", "rereloop", "generate-global-effects"]);
  module.optimize();
  module.runPasses(["generate-global-effects"]);
  module.optimize();
  module.runPasses(["strip-debug", "strip-producers"]);
  writeFileSync(join(out, basename(file)), module.emitBinary());
  module.dispose();
}
