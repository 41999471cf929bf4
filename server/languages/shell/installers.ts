/** Package installers as data: how each is called, which flags take a value, which flags decide the versions. */
import type { PackageInstall } from "../../../rules/api.ts";

export interface Installer {
  readonly tool: PackageInstall["tool"];
  readonly programs: RegExp;
  /** Ways to say "install", each as the words that follow the program. */
  readonly verbs: readonly (readonly string[])[];
  /** How a requested package is written. */
  readonly syntax: "python" | "conda" | "npm" | "gem" | "go" | "cargo";
  /** Flags whose value is the next word; short ones may have it glued on. */
  readonly valued: readonly string[];
  /** Any of these, and what is named is no longer what decides the version: hashes, constraints, a closed index, a date. */
  readonly deciding: readonly string[];
  /** Any of these, and what is named is a folder or a file. */
  readonly local?: readonly string[];
  /** Only the first positional word is a package; the rest is handed to it. */
  readonly onlyFirst?: boolean;
  /** Without this flag the program prefers what the project has already installed. */
  readonly onlyWith?: readonly string[];
}

const words = (text: string) => text.split(/\s+/).filter(Boolean);

/** https://pip.pypa.io/en/stable/cli/pip_install/ */
const pipValued = words(`-r --requirement -c --constraint -b --build-constraint -e --editable -t --target -i --index-url --pypi-url --extra-index-url -f --find-links
  --platform --python-version --implementation --abi --root --prefix --src -C --config-settings --config-setting --global-option --no-binary --only-binary
  --progress-bar --log --proxy --retries --timeout --exists-action --trusted-host --cert --client-cert --cache-dir --report --upgrade-strategy
  --python --keyring-provider --use-feature --use-deprecated --resume-retries --root-user-action --group --install-option --uploaded-prior-to`);
const pipDeciding = words("-c --constraint --require-hashes --no-index --uploaded-prior-to");

/** https://docs.astral.sh/uv/reference/cli/ */
const uvValued = words(`-p --index --default-index --prerelease --resolution --exclude-newer --exclude-newer-package --torch-backend --link-mode --index-strategy --override
  --overrides --constraints --build-constraints --excludes --extra --upgrade-package -P --reinstall-package --refresh-package --color --config-file --directory --project --python-platform
  --no-build-package --no-binary-package --allow-insecure-host --with --with-editable --with-requirements -w --from --env-file --fork-strategy --no-sources-package`);
const uvDeciding = words("--constraints --exclude-newer");

/** https://docs.npmjs.com/cli/v11/using-npm/config */
const npmValued = words(`--prefix -C --registry --cache --loglevel --tag --omit --include --install-strategy -w --workspace --os --cpu --libc --userconfig --globalconfig
  --before --otp --scope --fetch-retries --fetch-timeout --maxsockets --access --script-shell --min-release-age`);

/** https://pkg.go.dev/cmd/go#hdr-Compile_packages_and_dependencies */
const goValued = words("-ldflags -tags -o -p -mod -modfile -gcflags -asmflags -C -exec -overlay -pkgdir -toolexec -buildmode -buildvcs");

export const installers: readonly Installer[] = [
  { tool: "pip", programs: /^pip[\d.]*$/, verbs: [["install"]], syntax: "python", valued: pipValued, deciding: pipDeciding },
  { tool: "pip", programs: /^python[\d.]*$|^py$|^pypy[\d.]*$/, verbs: [["-m", "pip", "install"]], syntax: "python", valued: pipValued, deciding: pipDeciding },
  { tool: "pip", programs: /^python[\d.]*$|^py$/, verbs: [["-m", "pipx", "install"], ["-m", "uv", "pip", "install"]], syntax: "python", valued: [...pipValued, ...uvValued], deciding: [...pipDeciding, ...uvDeciding] },
  { tool: "pip", programs: /^uv$/, verbs: [["pip", "install"], ["tool", "install"]], syntax: "python", valued: [...pipValued, ...uvValued], deciding: [...pipDeciding, ...uvDeciding] },
  /** https://pipx.pypa.io/stable/docs/ */
  { tool: "pip", programs: /^pipx$/, verbs: [["install"]], syntax: "python", valued: [...pipValued, "--pip-args", "--suffix", "--preinstall", "--backend", "--fetch-python"], deciding: [] },
  {
    /** https://docs.conda.io/projects/conda/en/stable/commands/install.html */
    tool: "conda", programs: /^(conda|mamba|micromamba)$/, verbs: [["install"], ["create"]], syntax: "conda",
    valued: words("-n --name -p --prefix -c --channel -f --file --revision --repodata-fn --solver --experimental --clone --platform --subdir -r --root-prefix --rc-file --category --python"),
    deciding: ["--revision", "--clone"],
  },
  { tool: "npm", programs: /^npm$/, verbs: ["install", "i", "add", "in", "ins", "inst", "insta", "instal", "isnt", "isnta", "isntal", "isntall"].map((verb) => [verb]), syntax: "npm", valued: npmValued, deciding: ["--before", "--min-release-age"] },
  /** https://docs.npmjs.com/cli/v11/commands/npx: without --yes it runs what the project has installed, and asks before fetching. */
  { tool: "npm", programs: /^npx$/, verbs: [[]], syntax: "npm", valued: ["-c", "--call", "-w", "--workspace", "--registry", "--loglevel", "--cache", "--prefix"], deciding: ["-c", "--call", "--package"], onlyFirst: true, onlyWith: ["-y", "--yes"] },
  /** https://pnpm.io/cli/add */
  { tool: "pnpm", programs: /^pnpm$/, verbs: [["add"], ["install"], ["i"]], syntax: "npm", valued: words("-C --dir -F --filter --store-dir --reporter --loglevel --registry --network-concurrency --virtual-store-dir --modules-dir --config --allow-build --cpu --os --libc"), deciding: [] },
  { tool: "pnpm", programs: /^(pnpm|yarn)$/, verbs: [["dlx"]], syntax: "npm", valued: ["-p", "--package", "-C", "--dir", "--reporter", "--allow-build"], deciding: ["-p", "--package"], onlyFirst: true },
  /** https://yarnpkg.com/cli/add, https://classic.yarnpkg.com/en/docs/cli/global */
  { tool: "yarn", programs: /^yarn(pkg)?$/, verbs: [["add"], ["global", "add"]], syntax: "npm", valued: words("--cwd --modules-folder --registry --cache-folder --mutex --network-timeout --network-concurrency --prefix --global-folder --mode"), deciding: [] },
  /** https://bun.com/docs/cli/install */
  { tool: "bun", programs: /^bun$/, verbs: [["add"], ["install"], ["i"]], syntax: "npm", valued: words("--cwd --registry --cache-dir --backend -c --config --ca --cafile --filter --concurrent-scripts --network-concurrency --omit --minimum-release-age"), deciding: [] },
  {
    /** https://guides.rubygems.org/command-reference/#gem-install */
    tool: "gem", programs: /^gem[\d.]*$/, verbs: [["install"], ["i"]], syntax: "gem",
    valued: words("-v --version -i --install-dir -n --bindir -P --trust-policy -s --source --platform -g --file --config-file -p --http-proxy --build-root --target-rbconfig -B --bulk-threshold --without"),
    deciding: ["-g", "--file", "-l", "--local"],
  },
  /** https://go.dev/ref/mod#go-install: without a version suffix the module of the working folder decides. */
  { tool: "go", programs: /^go[\d.]*$/, verbs: [["install"], ["get"]], syntax: "go", valued: goValued, deciding: [] },
  { tool: "go", programs: /^go[\d.]*$/, verbs: [["run"]], syntax: "go", valued: goValued, deciding: [], onlyFirst: true },
  {
    /** https://doc.rust-lang.org/cargo/commands/cargo-install.html */
    tool: "cargo", programs: /^cargo$/, verbs: [["install"], ["binstall"]], syntax: "cargo",
    valued: words("--version --vers --git --branch --tag --rev --path --root --registry --index --target --target-dir --profile -F --features --bin --example -j --jobs --color --message-format --config -Z -C"),
    deciding: ["--version", "--vers", "--path", "--git"], local: ["--path"],
  },
];

/** What installers upgrade when they upgrade themselves. */
export const installerPackages: Readonly<Record<PackageInstall["tool"], readonly string[]>> = {
  pip: ["pip", "setuptools", "wheel"],
  conda: ["conda", "mamba", "pip", "setuptools", "wheel"],
  npm: ["npm"], yarn: ["yarn"], pnpm: ["pnpm"], bun: ["bun"],
  gem: ["rubygems-update"],
  go: [], cargo: [],
};
