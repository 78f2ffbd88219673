import { defineConfig } from "vitest/config";

// CI counts from this file; a person reads the terminal.
const report = process.env.LOCKSTEP_TEST_REPORT;

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/global-setup.ts"],
    // Tests that start real processes share two cores: two files at a time, and patience instead of races.
    maxWorkers: 2,
    reporters: report === undefined ? ["default"] : ["default", ["json", { outputFile: report }]],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
