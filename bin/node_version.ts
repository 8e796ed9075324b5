/* Imported first: what an older Node lacks would fail before any line of the importer runs. */
if (Number.parseInt(process.versions.node) < 24) {
  const remedy = 'install it (https://nodejs.org/en/download), or put it first on the PATH'
  console.error(`Plaza needs Node 24 or newer, and this is ${process.version}: ${remedy}`)
  process.exit(1)
}
