export const home = '/opt/plaza'
export const releases = `${home}/releases`
/** Link to the release that starts next. */
export const current = `${home}/current`
/** Link to the last release that came up; differs from `current` after a killed upgrade. */
export const running = `${home}/running`
export const source = `${home}/source`
export const settingsFolder = '/etc/plaza'
export const settings = `${settingsFolder}/plaza.env`
export const nginxSite = '/etc/nginx/sites-enabled/plaza'
export const nginxScript = `${current}/systemd/bare/nginx.sh`
export const data = '/var/lib/plaza'
export const command = '/usr/local/bin/plaza'
export const user = 'plaza'

export const builder = 'plaza-build'

export const releaseOf = (name: string) => `${releases}/${name}`
