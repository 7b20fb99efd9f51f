import { describe, expect, test } from "@jest/globals";
import { disabledTlsVerification } from "../../../src/rules/secrets/disabled-tls-verification.ts";
import { describeRule, findingsOf, fixedBy } from "../../support/describe-rule.ts";

describeRule(disabledTlsVerification);

const from = "FROM debian:12.8\n";

function aliasesOf(line: string): readonly (readonly string[])[] {
  return findingsOf(disabledTlsVerification, `${from}${line}\n`).map(({ aliases }) => aliases);
}

describe("disabled-tls-verification in particular", () => {
  test.each([
    ["RUN curl --insecure https://example.com/x -o /x", "CKV2_DOCKER_2"],
    ["RUN curl -LkO https://example.com/x", "CKV2_DOCKER_2"],
    ["RUN wget --no-check-certificate https://example.com/x", "CKV2_DOCKER_3"],
    ["RUN pip install --trusted-host pypi.example.com app", "CKV2_DOCKER_4"],
    ["RUN pip3 --trusted-host=pypi.example.com install app", "CKV2_DOCKER_4"],
    ["RUN python3 -m pip install --trusted-host pypi.example.com app", "CKV2_DOCKER_4"],
    ["ENV PYTHONHTTPSVERIFY=0", "CKV2_DOCKER_5"],
    ["RUN PYTHONHTTPSVERIFY=0 python3 fetch.py", "CKV2_DOCKER_5"],
    ["ARG NODE_TLS_REJECT_UNAUTHORIZED=0", "CKV2_DOCKER_6"],
    ["RUN NODE_TLS_REJECT_UNAUTHORIZED='0' npm ci", "CKV2_DOCKER_6"],
    ["ENV NPM_CONFIG_STRICT_SSL=false", "CKV2_DOCKER_12"],
    ["ENV npm_config_strict_ssl false", "CKV2_DOCKER_12"],
    ["RUN export NPM_CONFIG_STRICT_SSL=false && npm ci", "CKV2_DOCKER_12"],
    ["RUN npm config set strict-ssl false", "CKV2_DOCKER_13"],
    ['RUN npm set strict-ssl="false"', "CKV2_DOCKER_13"],
    ["RUN yarn config set strict-ssl false", "CKV2_DOCKER_13"],
    ["ENV GIT_SSL_NO_VERIFY=true", "CKV2_DOCKER_14"],
    ["RUN GIT_SSL_NO_VERIFY=1 git clone https://example.com/x.git", "CKV2_DOCKER_14"],
    ["RUN yum-config-manager --save --setopt=sslverify=false", "CKV2_DOCKER_15"],
    ["RUN dnf config-manager --setopt=example.sslverify=0 --save", "CKV2_DOCKER_15"],
    ["ENV PIP_TRUSTED_HOST=pypi.example.com", "CKV2_DOCKER_16"],
    ["RUN export PIP_TRUSTED_HOST=pypi.example.com; pip install app", "CKV2_DOCKER_16"],
  ])("%s is %s", (line, alias) => {
    expect(aliasesOf(line)).toEqual([[alias]]);
  });

  test.each([
    "RUN git config --global http.sslVerify false",
    "RUN git -c http.sslVerify=false clone https://example.com/x.git",
    "RUN git config --system http.https://example.com/.sslVerify 0",
    "RUN apk add --no-cache --no-check-certificate curl",
    "RUN dnf install -y --setopt=sslverify=0 curl",
    "RUN apt-get -o Acquire::https::Verify-Peer=false update",
    "RUN pnpm config set strict-ssl false",
    "RUN npm ci --strict-ssl=false",
    "RUN pip config set global.trusted-host pypi.example.com",
    "RUN conda config --set ssl_verify false",
    "RUN bundle config set ssl_verify_mode 0",
    "RUN go env -w GOINSECURE=example.com",
    "ENV GOINSECURE=example.com",
    "RUN helm pull --insecure-skip-tls-verify oci://example.com/x",
    "RUN sudo env A=1 curl -k https://example.com/x -o /x",
    "RUN sh -c 'curl -k https://example.com/x -o /x'",
    'RUN echo "sslverify=false" >> /etc/yum.conf',
    "RUN printf '[global]\\ntrusted-host = pypi.example.com\\n' > /etc/pip.conf",
    "COPY <<EOF /root/.npmrc\nstrict-ssl=false\nEOF",
    "RUN <<EOF\nset -e\nwget --no-check-certificate https://example.com/x\nEOF",
  ])("speaks up once on %j", (line) => {
    expect(findingsOf(disabledTlsVerification, `${from}${line}\n`)).toHaveLength(1);
  });

  test.each([
    "RUN curl -fsSL --cacert /ca.pem https://example.com/x -o /x",
    "RUN curl -H 'X: -k' https://example.com/x -o /x",
    "RUN curl -k http://localhost/x",
    "RUN printf 'trusted-host = pypi.example.com'",
    "RUN npm config set strict-ssl true # false",
    "RUN go env -w GOFLAGS=-mod=mod",
  ])("is silent on %j", (line) => {
    expect(findingsOf(disabledTlsVerification, `${from}${line}\n`)).toEqual([]);
  });

  test.each([
    ["RUN curl -k https://example.com/x -o /x", "RUN curl https://example.com/x -o /x"],
    ["RUN curl https://example.com/x -o /x -k", "RUN curl https://example.com/x -o /x"],
    ["RUN curl -sk -o /x https://example.com/x", "RUN curl -s -o /x https://example.com/x"],
    [
      "RUN pip install \\\n    --trusted-host pypi.example.com \\\n    app",
      "RUN pip install \\\n    app",
    ],
    [
      "RUN pip install app \\\n    --trusted-host pypi.example.com",
      "RUN pip install app \\\n    --trusted-host pypi.example.com",
    ],
    [
      'RUN ["curl", "-k", "https://example.com/x", "-o", "/x"]',
      'RUN ["curl", "-k", "https://example.com/x", "-o", "/x"]',
    ],
  ])("makes %j %j", (bad, good) => {
    expect(fixedBy(disabledTlsVerification, `${from}${bad}\n`)).toBe(`${from}${good}\n`);
  });

  test("points at the flag and names it", () => {
    const text = `${from}RUN curl -fk https://example.com/x -o /x\n`;
    const [finding] = findingsOf(disabledTlsVerification, text);
    expect(text.slice(finding?.span.start, finding?.span.end)).toBe("-fk");
    expect(finding?.message).toContain("`curl -k`");
  });
});
