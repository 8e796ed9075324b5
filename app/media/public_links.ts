import { access, chmod, link, mkdir, opendir, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import config from '@adonisjs/core/services/config'

/** Below the folder of the files, each begins with the one before. Nginx may pass through, and list none. */
const PUBLIC = ['public', 'public/media', 'public/media/files']

/** The folders of files that Nginx can't enter, once another user may pass through the folder above. */
const PRIVATE = ['files', 'incoming']

const inFolder = (path: string) => join(config.get<string>('media.folder'), path)

const pathOf = (name: string) => join(inFolder(PUBLIC.at(-1)!), name)

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code

/**
 * Hard links to the files that all readers may see, at the paths of their addresses. Nginx serves them without the API,
 * and can read no other file. Each link may be missing: then the API serves the file.
 */
export const publicLinks = {
  has: (name: string): Promise<boolean> =>
    access(pathOf(name)).then(
      () => true,
      () => false
    ),

  /** @param file the path of its bytes @throws for a folder that takes no hard links */
  async add(name: string, file: string): Promise<void> {
    await chmod(file, 0o644)
    try {
      await link(file, pathOf(name))
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return
      if (codeOf(error) !== 'ENOENT') throw error
      await makeFolders()
      await link(file, pathOf(name))
    }
  },

  /** Without a failure if there is none. */
  async remove(name: string): Promise<void> {
    try {
      await unlink(pathOf(name))
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error
    }
  },

  async *names(): AsyncGenerator<string> {
    try {
      for await (const { name } of await opendir(inFolder(PUBLIC.at(-1)!))) yield name
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error
    }
  },

  async removeAll(): Promise<void> {
    for await (const name of this.names()) await this.remove(name)
  },
}

/** Whatever the umask is. */
async function makeFolders() {
  for (const path of PRIVATE) {
    await mkdir(inFolder(path), { recursive: true })
    await chmod(inFolder(path), 0o700)
  }
  for (const path of PUBLIC) {
    await mkdir(inFolder(path), { recursive: true })
    await chmod(inFolder(path), 0o711)
  }
}
