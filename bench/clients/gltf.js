// Khronos' glTF validator on the files named: one JSON report a line.
"use strict";
const fs = require("fs");
const validator = require("gltf-validator");

(async () => {
  for (const path of process.argv.slice(2)) {
    const report = await validator.validateBytes(new Uint8Array(fs.readFileSync(path)), { maxIssues: 0 });
    console.log(JSON.stringify({ version: validator.version(), messages: report.issues.messages }));
  }
})();
