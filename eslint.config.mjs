import prettier from "eslint-config-prettier";
import tseslint from "typescript-eslint";

export default tseslint.config(
  { ignores: ["**/node_modules/", "bench/others/", "cdktf.out/", ".emulator/", "coverage/", "**/*.mjs", "**/*.cjs"] },
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  prettier,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      // Constructs register themselves with their scope: `new Foo(this, "id")` is a statement in this field.
      "no-new": "off",
      "@typescript-eslint/no-extraneous-class": "off",
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "max-lines": ["error", { max: 220, skipBlankLines: true, skipComments: true }],
      "max-lines-per-function": ["error", { max: 60, skipBlankLines: true, skipComments: true }],
      "no-restricted-imports": [
        "error",
        {
          paths: [
            {
              name: "@cdktf/provider-aws",
              message: "import @cdktf/provider-aws/lib/<resource>: the root loads every service",
            },
          ],
        },
      ],
    },
  },
  {
    files: ["src/commands/**"],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector: "NewExpression[callee.name=/Client$/]:not(:has(CallExpression[callee.name='clientOptions']))",
          message: "create AWS clients with clientOptions(region): their calls end, at the latest with an interruption",
        },
      ],
    },
  },
  {
    files: ["__tests__/**"],
    rules: {
      "max-lines-per-function": "off",
      "max-lines": ["error", { max: 400, skipBlankLines: true, skipComments: true }],
    },
  },
);
