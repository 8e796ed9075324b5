/** Where Plaza is on a machine without Docker. */
export const home = '/opt/plaza'
export const releases = `${home}/releases`
/** The link to the release that runs. */
export const current = `${home}/current`
/** The link to the release that came up last: another than `current` where an upgrade was killed. */
export const running = `${home}/running`
/** The link to the checkout that releases are built from. */
export const source = `${home}/source`
export const settingsFolder = '/etc/plaza'
export const settings = `${settingsFolder}/plaza.env`
export const nginxSite = '/etc/nginx/sites-enabled/plaza'
/** What puts Plaza into the Nginx of the machine. */
export const nginxScript = `${current}/systemd/bare/nginx.sh`
export const data = '/var/lib/plaza'
export const command = '/usr/local/bin/plaza'
/** The user that the service runs as; so is its group, its role and its database called. */
export const user = 'plaza'

/** The account that builds releases, and owns nothing else. */
export const builder = 'plaza-build'

export const releaseOf = (name: string) => `${releases}/${name}`
