/** Which commands install something that can float, in every shape a command can have inside a RUN. */
import { describe, expect, it } from "vitest";
import { applyFix, lint, readMarkers, withMarkers } from "../harness.ts";

const rule = "dockerfile/unpinned-install";

/** What stands behind RUN; marks are the findings. */
const commands: readonly string[] = [
  "pip install «requests»",
  "pip3 install «requests» «flask»",
  "pip3.12 install --user «requests»",
  "/opt/venv/bin/pip install «requests»",
  "$VIRTUAL_ENV/bin/pip install «requests»",
  "python -m pip install «requests»",
  "python3.12 -I -m pip --no-cache-dir install «requests»",
  "uv pip install --system «requests»",
  "uv tool install «ruff@latest»",
  "uv tool install ruff@0.9.1",
  "pipx install «poetry»",
  "pipx install poetry==2.1.1",
  "pip install requests==2.32.3",
  "pip install requests===2.32.3 'flask[async]==3.1.0'",
  "pip install «\"requests>=2\"» «'flask~=3.0'» «\"django==5.*\"» «'x!=2'»",
  "pip install \"requests >= 2, == 2.32.3\"",
  "pip install «requests»>=2",
  "pip install \"requests==2.32.3; python_version < '3.13'\"",
  "pip install -r requirements.txt",
  "pip install -rrequirements.txt -qr more.txt",
  "pip install -r requirements.txt «gunicorn»",
  "pip install --requirement=requirements.txt -c constraints.txt gunicorn",
  "pip install --require-hashes -r requirements.txt",
  "pip install --no-index --find-links=/wheels acme",
  "pip install . ./lib -e . -e ./plugin /src/app ~/x ..",
  "pip install /wheels/*.whl acme-1.0-py3-none-any.whl dist/acme.tar.gz",
  "pip install --target /x --index-url https://pypi.acme.test/simple -i https://x --extra-index-url https://y --timeout 60 acme==1",
  "pip install https://acme.test/acme-1.0.zip",
  "pip install «https://github.com/acme/tool/archive/main.zip»",
  "pip install «git+https://github.com/acme/tool.git»",
  "pip install «git+https://github.com/acme/tool.git@main»",
  "pip install git+https://github.com/acme/tool.git@v1.4.0#egg=tool",
  "pip install git+https://user:token@github.com/acme/tool.git@0123456789abcdef0123456789abcdef01234567",
  "pip install \"tool @ git+https://github.com/acme/tool@0123456\" «\"other @ git+ssh://git@github.com/acme/other.git@develop\"»",
  "pip install requests==${VERSION} \"flask==$FLASK\"",
  "pip install $PACKAGES ${EXTRA:+x} $(cat packages.txt)",
  "pip install \"${NAME}[extra]\"",
  "pip uninstall requests",
  "pip download requests && pip list && pip --version",
  "set -eux; (cd /x && sudo -H pip install «a») || true",
  "if [ -f x ]; then pip install «a»; else pip install a==1; fi",
  "bash -c 'pip install «a» && echo done'",
  "bash -lc \"pip install «a»\"",
  "su -c 'pip install «a»' app",
  "env PIP_NO_CACHE_DIR=1 pip install «a»",
  "PIP_NO_CACHE_DIR=1 pip install «a»",
  "PIP_CONSTRAINT=constraints.txt pip install a",
  "conda run -n base pip install «a»",
  "poetry run pip install «a»",
  "time timeout 60 nice -n 5 pip install «a»",
  "echo 'pip install a' && printf \"npm install b\"",
  "git commit -m 'pip install a'",
  "test -x pip install",
  "cat packages.txt | xargs pip install",
  "[\"pip\", \"install\", «\"a\"»]",
  "[\"/bin/sh\", \"-c\", \"pip install «a» && npm ci\"]",
  "[\"pip\", \"install\", \"a==1\"]",
  "pip install \\\n    # the server\n    «gunicorn» \\\n\n    uvicorn==0.34",
  "apt-get update && apt-get install -y curl && apk add git && yum install -y make",
  "conda install -y -n base -c conda-forge «numpy» pandas=2.2.3 conda-forge::scipy=1.15.2=py312 «\"xarray>=2024\"»",
  "mamba create -n env --file environment.txt",
  "micromamba install -y -n base -f env.yaml",
  "npm install -g «pm2» «yarn@latest» «typescript@5» «eslint@^9» vite@6.2.0 @acme/cli@1.0.0 «@acme/tool»",
  "npm i --prefix /x --loglevel error «pm2»",
  "npm install ./local file:../x acme-1.0.tgz",
  "npm install «acme/tool» acme/tool#0123456789abcdef0123456789abcdef01234567 «git+https://github.com/acme/x.git#main»",
  "npm install lib@npm:@acme/lib@1.2.3 «lib2@npm:@acme/lib@^1»",
  "npm install -g npm@${NPM_VERSION}",
  "npm ci && npm run build",
  "npm install",
  "npx tsc && npx vite build",
  "npx -y «create-app» my-app",
  "npx «create-app@latest» my-app",
  "yarn add «left-pad» && yarn global add «serve»",
  "yarn install --frozen-lockfile && yarn",
  "pnpm add -g «turbo» && pnpm dlx «create-x» y && pnpm i --frozen-lockfile",
  "bun add «zod» && bun install --frozen-lockfile",
  "gem install «bundler»",
  "gem install bundler -v 2.6.3 && gem install rails:8.0.1 && gem install --version '2.1' x",
  "gem install «rails» -v '~> 8.0'",
  "gem install ./acme-1.0.gem",
  "gem install nokogiri:1.18.2 -- --use-system-libraries with-x",
  "go run «github.com/acme/tool@latest» serve user@latest",
  "npx -y --package=acme@1.0.0 acme run",
  "pip install -e «git+https://github.com/acme/tool@main#egg=tool» -e ./lib",
  "npm install acme@\"4.1.1\" «acme@\"^4\"»",
  "go install «github.com/acme/tool/cmd/x@latest» github.com/acme/tool@v1.2.3 ./cmd/app",
  "go install «github.com/acme/tool@main» && go get -u ./... && CGO_ENABLED=0 go install -ldflags '-s' «acme.test/x@latest»",
  "cargo install «ripgrep» && cargo install --locked ripgrep@14.1.1 && cargo install --version 0.5.1 just",
  "cargo install --git https://github.com/acme/x «x» && cargo install --path .",
  "<<EOF\npip install «a»\n# pip install b\npip install c==1\nEOF",
  "<<-'EOF'\n\tnpm i -g «a»\n\tEOF",
  "<<EOF\n#!/usr/bin/env python3\nimport pip\nEOF",
  "cat <<EOF > setup.sh && pip install «b»\npip install a\nEOF",
  "python3 <<EOF\npip install a\nEOF",
  "--mount=type=cache,target=/root/.cache pip install «a»",
  "--mount=type=secret,id=pip pip install a==1",
  "pip install «a»",
  "pip install \"unfinished",
  "pip install",
  "( ; && | pip",
  "echo 😀 && pip install «a» # 😀",
];

describe(rule, () => {
  it.each(commands)("RUN %s", async (command) => {
    const marked = `FROM scratch\nRUN ${command}\n`;
    const { text } = readMarkers(marked);
    expect(withMarkers(text, await lint("Dockerfile", text, rule))).toBe(marked);
  });

  const files: readonly (readonly [title: string, marked: string])[] = [
    ["an argument fills the version", "FROM scratch\nARG V=latest\nRUN npm i -g «pm2@$V» serve@${W:-14.2.4}\n"],
    ["an environment variable fills the name", "FROM scratch\nENV TOOL=pm2\nRUN npm i -g «$TOOL»\n"],
    ["a variable that the script sets itself is unknown", "FROM scratch\nENV TOOL=pm2\nRUN TOOL=$(cat name); npm i -g $TOOL\n"],
    ["a variable with blanks is several words", "FROM scratch\nENV TOOLS=\"pm2 serve\"\nRUN npm i -g $TOOLS\n"],
    ["constraints in the environment", "FROM scratch AS base\nENV PIP_CONSTRAINT=/c.txt\nFROM base\nRUN pip install a && npm i -g «b»\n"],
    ["constraints of another stage", "FROM scratch AS other\nENV PIP_CONSTRAINT=/c.txt\nFROM scratch\nRUN pip install «a»\n"],
    ["PowerShell is not read", "FROM scratch\nSHELL [\"powershell\", \"-Command\"]\nRUN pip install a\n"],
    ["bash with options is", "FROM scratch\nSHELL [\"/bin/bash\", \"-o\", \"pipefail\", \"-c\"]\nRUN pip install «a»\n"],
    ["a stage forgets the shell of the one before", "FROM scratch\nSHELL [\"pwsh\", \"-c\"]\nFROM scratch\nRUN pip install «a»\n"],
    ["ONBUILD", "FROM scratch\nONBUILD RUN pip install «a»\n"],
    ["CMD and comments install nothing into the image", "FROM scratch\n# RUN pip install a\nCMD pip install b\nLABEL x=\"pip install c\"\n"],
    ["carriage returns", "FROM scratch\r\nRUN pip install \\\r\n  «a» \\\r\n  b==1\r\n"],
    ["backticks continue where the file says so", "# escape=`\nFROM scratch\nRUN pip install `\n  «a»\n"],
    ["tabs and no newline at the end", "FROM scratch\nRUN\tpip install\t«a»"],
  ];
  it.each(files)("%s", async (_title, marked) => {
    const { text } = readMarkers(marked);
    expect(withMarkers(text, await lint("Dockerfile", text, rule))).toBe(marked);
  });

  it.each([["pip install --upgrade pip setuptools", "info info"], ["npm install -g npm@latest", "info"], ["pip install pip-tools", "warning"], ["pip install -U 'pip<25'", "info"]])("%s is %s", async (command, severities) => {
    expect((await lint("Dockerfile", `FROM scratch\nRUN ${command}\n`, rule)).map(({ severity }) => severity).join(" ")).toBe(severities);
  });

  it("says what, when and the pinned form", async () => {
    const [finding] = await lint("Dockerfile", "FROM scratch\nRUN python -m pip install 'uvicorn[standard]>=0.30'\n", rule);
    expect(finding?.message).toBe("`python -m pip install uvicorn[standard]>=0.30` takes the newest version that matches: the next build of this image may differ from the one that was tested. Pin it (`uvicorn[standard]==<version>`).");
  });
});

it("never repeats credentials", async () => {
  const [finding] = await lint("Dockerfile", "FROM scratch\nRUN pip install git+https://robot:hunter2@git.acme.test/a/b\n", rule);
  expect(finding?.message).toContain("git+https://…@git.acme.test/a/b");
  expect(finding?.message).not.toContain("hunter2");
});

describe("npm install beside a lockfile", () => {
  const cases: readonly (readonly [title: string, text: string, after: string | undefined, isSafe?: boolean])[] = [
    ["named", "FROM a\nCOPY package.json package-lock.json ./\nRUN npm install\n", "RUN npm ci\n", true],
    ["named, with flags", "FROM a\nCOPY package-lock.json .\nRUN npm i --omit=dev && npm run build\n", "RUN npm ci --omit=dev && npm run build\n", true],
    ["by a pattern that may match nothing", "FROM a\nCOPY package*.json ./\nRUN npm install\n", "RUN npm ci\n", false],
    ["copied in an earlier stage", "FROM a AS deps\nCOPY package-lock.json .\nFROM deps\nRUN npm install\n", "RUN npm ci\n", true],
    ["in the JSON form", "FROM a\nCOPY [\"package.json\", \"package-lock.json\", \"./\"]\nRUN npm install\n", "RUN npm ci\n", true],
    ["of Bun", "FROM a\nCOPY package.json bun.lock ./\nRUN bun install\n", "RUN bun install --frozen-lockfile\n", true],
    ["not copied", "FROM a\nCOPY package.json ./\nRUN npm install\n", undefined],
    ["perhaps in the whole folder", "FROM a\nCOPY . .\nRUN npm install\n", undefined],
    ["copied later", "FROM a\nRUN npm install\nCOPY package-lock.json .\n", undefined],
    ["switched off", "FROM a\nCOPY package-lock.json .\nRUN npm install --no-package-lock\n", undefined],
    ["elsewhere", "FROM a\nCOPY package-lock.json .\nRUN npm install --prefix /other\n", undefined],
    ["already strict", "FROM a\nCOPY bun.lock .\nRUN bun install --frozen-lockfile\nRUN npm ci\n", undefined],
  ];
  for (const [title, text, after, isSafe] of cases) {
    it(title, async () => {
      const [finding, ...others] = await lint("Dockerfile", text, rule);
      expect(others).toEqual([]);
      const fix = finding?.fixes[0];
      expect(fix && applyFix(text, fix).split("\n").slice(-2).join("\n")).toBe(after);
      expect(fix?.safe).toBe(isSafe);
      if (finding) expect(finding.severity).toBe("info");
    });
  }
});
