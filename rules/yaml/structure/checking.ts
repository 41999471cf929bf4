/** Commands and actions that judge a change: tests, scans, linters and type checks. */

export type CheckKind = "test" | "scan" | "lint";

/** Each tool's own command line; runners of scripts count by the script's name. */
const commands: readonly { readonly kind: CheckKind; readonly is: RegExp }[] = [
  { kind: "scan", is: /^(pip-audit|safety (check|scan)|npm audit|yarn (npm )?audit|pnpm audit|osv-scanner|trivy|grype|snyk (test|container|code|iac)|bandit|semgrep|govulncheck|cargo (audit|deny)|gitleaks|trufflehog|checkov|tfsec|bundle-audit|bundler-audit|dependency-check)\b/ },
  { kind: "test", is: /^(pytest|py\.test|tox|nox|python[\d.]* -m (pytest|unittest|tox|nox)|python[\d.]* (\S*\/)?manage\.py test|(npm|yarn|pnpm|bun) (run )?(test|tests|unit|e2e|vitest|jest)(:\S+)?( |$)|npm t( |$)|npx (jest|vitest|mocha|playwright test|cypress run)|jest|vitest|mocha|go test|cargo (test|nextest)|mvn .*\b(test|verify)|(\.\/)?(gradle|gradlew) .*\b(test|check)|dotnet test|make (\S+ )?(test|tests|check|unit-?tests?)( |$)|just tests?|task tests?|rspec|bundle exec rspec|rails test|phpunit|coverage run|ctest|bats|dvc repro|hatch test|playwright test|cypress run)/ },
  { kind: "lint", is: /^(ruff( check)?|flake8|pylint|mypy|pyright|eslint|tsc|npx (eslint|tsc)|(npm|yarn|pnpm|bun) (run )?(lint|typecheck|type-check)(:\S+)?( |$)|golangci-lint|hadolint|actionlint|black --check|isort --check|make lint|cargo clippy|pre-commit run)/ },
];

export function checkKind(words: string): CheckKind | undefined {
  if (/--version|--help| install\b|--collect-only/.test(words)) return undefined;
  return commands.find(({ is }) => is.test(words))?.kind;
}

const actions: readonly { readonly kind: CheckKind; readonly is: RegExp }[] = [
  { kind: "scan", is: /^(aquasecurity\/trivy-action|anchore\/scan-action|snyk\/actions|pypa\/gh-action-pip-audit|google\/osv-scanner-action|github\/codeql-action\/analyze|actions\/dependency-review-action|gitleaks\/gitleaks-action|trufflesecurity\/trufflehog|bridgecrewio\/checkov-action)(\/|$)/ },
  { kind: "lint", is: /^(golangci\/golangci-lint-action|astral-sh\/ruff-action|pre-commit\/action|hadolint\/hadolint-action|super-linter\/super-linter)(\/|$)/ },
];

export function actionCheckKind(uses: string | undefined): CheckKind | undefined {
  return uses === undefined ? undefined : actions.find(({ is }) => is.test(uses))?.kind;
}
