import { executableName } from '../lib/paths.mjs'

/**
 * @typedef {object} OfficialFile one file of a publisher
 * @property {string} url with https://
 * @property {{ sha256: string } | { sha512: string } | { list: string }} checksum pinned here, else the address of the
 *   publisher's own list
 * @property {Record<string, string>} programs program → its path in the archive; '' where the file is the program
 */

/**
 * @typedef {object} Official programs as their publishers built them
 * @property {string} name for sentences
 * @property {string} folder below the cache; it changes with what is in it
 * @property {OfficialFile[]} files
 * @property {number} bytes of disk space at the worst moment
 * @property {number} totalMs a download that takes longer is slower than the build
 */

/** What go.mod of e2e/cluster, e2e/cluster/helm3 and e2e/cluster/helm4 pin: built or fetched, it is the same. */
export const VERSIONS = { kubernetes: '1.36.3', etcd: '3.7.3', kwok: '0.8.0', helm: { 3: '3.22.0', 4: '4.3.1' } }

/**
 * Linux only: nobody publishes the API server for macOS or Windows. Kubernetes' digests are from its changelog
 * (CHANGELOG-1.36.md as of v1.36.4), kwok's are those of its release. etcd's list is read from its release.
 * @type {Record<string, { kubernetes: string, kwok: string, kwokctl: string }>}
 */
const CONTROL_PLANE_PINS = {
  'linux-amd64': {
    kubernetes:
      'b0fc15554233d9dcf7284bca259bc238aa89003dc2d821f7074f385f3825dead854ae175482ccb5632a0930ffc1d3c0eff1cda2ada972fba9a5d46033a8b1e52',
    kwok: 'f5a4385a2ae1b9dd7f8acae18e002a75c0ebba124ae9d7259aa8dadb50711f46',
    kwokctl: 'd5743166c657283d6e827c7c4c20cacfd9009fd94830f06718ca7b2c7099461f',
  },
  'linux-arm64': {
    kubernetes:
      '65c78d6893d683fc5e7f232f8638243886c8b1b7dbe055746ae7d38fdf8016456b1710ce4fc1133127880a65aed9492f737995694462baad13495a7f3d9ef0c5',
    kwok: '628f7d277860f524a2a775c217adcc58828e7b59ab0933680315784f1b8b0e37',
    kwokctl: '5a642b27d3e975f36040d215640cd90fb4a63cb6fca0ad5865a61bcd9c81051b',
  },
}

/** helm's release notes list them; where none is pinned, the .sha256sum beside the file is read. @type {Record<string, string>} */
const HELM_PINS = {
  'helm-v3.22.0-linux-amd64.tar.gz': '1e4ab49e429626cf6c6958d914248b78c9730803c2751b87627e171dc800e7bb',
  'helm-v3.22.0-linux-arm64.tar.gz': 'f14e804dfee240f55525b667488fe9adca349e63e00c9af634c0beb1421ac310',
  'helm-v3.22.0-darwin-amd64.tar.gz': 'bd1d09f316558dda23698527859600936fed1371021ce0f2272d66b2fdcfa69c',
  'helm-v3.22.0-darwin-arm64.tar.gz': '4c9982a6cdeb458b60258df66b55398ca5b19293f6877faffe2909ad6f23dfe0',
}

/**
 * The local control plane: Kubernetes' own server archive, etcd and kwok.
 * @param {string} [platform] as Go names it, such as "linux-amd64"
 * @returns {Official | undefined} undefined where it is not published for the platform
 */
export function officialControlPlane(platform = goPlatform()) {
  const pins = CONTROL_PLANE_PINS[platform]
  if (!pins) return undefined
  const { kubernetes, etcd, kwok } = VERSIONS
  const etcdFolder = `etcd-v${etcd}-${platform}`
  const etcdBase = `https://github.com/etcd-io/etcd/releases/download/v${etcd}`
  const kwokBase = `https://github.com/kubernetes-sigs/kwok/releases/download/v${kwok}`
  const parts = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler']
  return {
    name: 'The control plane',
    folder: `control-plane/kubernetes-${kubernetes}-etcd-${etcd}-kwok-${kwok}-${platform}`,
    files: [
      {
        url: `https://dl.k8s.io/v${kubernetes}/kubernetes-server-${platform}.tar.gz`,
        checksum: { sha512: pins.kubernetes },
        programs: Object.fromEntries(parts.map((part) => [part, `kubernetes/server/bin/${part}`])),
      },
      {
        url: `${etcdBase}/${etcdFolder}.tar.gz`,
        checksum: { list: `${etcdBase}/SHA256SUMS` },
        programs: { etcd: `${etcdFolder}/etcd` },
      },
      { url: `${kwokBase}/kwok-${platform}`, checksum: { sha256: pins.kwok }, programs: { kwok: '' } },
      { url: `${kwokBase}/kwokctl-${platform}`, checksum: { sha256: pins.kwokctl }, programs: { kwokctl: '' } },
    ],
    bytes: 1_500e6,
    totalMs: 300_000,
  }
}

/**
 * @param {3 | 4} major
 * @param {string} [platform] as Go names it
 * @returns {Official}
 */
export function officialHelm(major, platform = goPlatform()) {
  const version = VERSIONS.helm[major]
  const program = executableName('helm')
  const file = `helm-v${version}-${platform}.${platform.startsWith('windows') ? 'zip' : 'tar.gz'}`
  const url = `https://get.helm.sh/${file}`
  const sha256 = HELM_PINS[file]
  return {
    name: 'helm',
    folder: `helm/${version}-${platform}`,
    files: [
      {
        url,
        checksum: sha256 ? { sha256 } : { list: `${url}.sha256sum` },
        programs: { helm: `${platform}/${program}` },
      },
    ],
    bytes: 250e6,
    totalMs: 120_000,
  }
}

/** This system as Go, and so all of these publishers, name it. */
function goPlatform() {
  const system = process.platform === 'win32' ? 'windows' : process.platform
  return `${system}-${process.arch === 'x64' ? 'amd64' : process.arch}`
}
