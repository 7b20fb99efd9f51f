export default {
  // The floor is for the core: what judges, fixes and reports. It is raised when the coverage rises, never lowered.
  collectCoverageFrom: [
    "src/{source,dockerfile,shell,context,rules,lint,report,settings,workflows}/**/*.ts",
  ],
  // V8 counts while it runs; counters that are compiled in made the tests take two and a half times their time.
  coverageProvider: "v8",
  coverageReporters: ["text-summary"],
  coverageThreshold: { global: { statements: 95, branches: 90, functions: 95, lines: 95 } },
  // All cores, also where CI is set.
  maxWorkers: "100%",
  // The end-to-end tests start processes, and machines are busy.
  testTimeout: 60_000,
  testEnvironment: "node",
  extensionsToTreatAsEsm: [".ts"],
  testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
  modulePathIgnorePatterns: ["<rootDir>/build/", "<rootDir>/dist/"],
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      {
        jsc: { target: "es2022", parser: { syntax: "typescript" } },
        module: { type: "es6" },
      },
    ],
  },
};
