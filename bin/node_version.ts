/* Imported first: an older Node would fail in the imports, before this check. */
if (Number.parseInt(process.versions.node) < 24) {
  const remedy = 'install it (https://nodejs.org/en/download), or put it first on the PATH'
  console.error(`Plaza needs Node 24 or newer, and this is ${process.version}: ${remedy}`)
  process.exit(1)
}
