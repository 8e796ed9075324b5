import db from '@adonisjs/lucid/services/db'
import { keyOfFile } from '#media/file_keys'
import { mediaAddress } from '#domain/media'

const fileName = /^[\w-]{32}\.[a-z\d]{2,5}(?![?\w-])/

/**
 * Gives the addresses of the files that a post uses, and its working copy and revisions, the key that opens them for
 * those without an account. @param json of a preview of the post
 */
export async function withOpenedFiles(json: string, postId: number): Promise<string> {
  const [start, ...parts] = json.split(mediaAddress())
  const names = parts.map((part) => fileName.exec(part)?.[0])
  const used = await namesUsedBy(postId, names)
  const opened = parts.map((part, index) => {
    const name = names[index]
    if (name === undefined || !used.has(name)) return part
    return `${name}?key=${keyOfFile(name)}${part.slice(name.length)}`
  })
  return [start, ...opened].join(mediaAddress())
}

async function namesUsedBy(postId: number, names: (string | undefined)[]): Promise<Set<string>> {
  const asked = [...new Set(names)].filter((name) => name !== undefined)
  if (asked.length === 0) return new Set()
  const { rows } = await db.rawQuery(
    `select name from media_variants
     where name = any(:asked)
       and file_id in (select file_id from media_uses where post_id = :postId)`,
    { asked, postId } as Record<string, any>
  )
  return new Set(rows.map(({ name }: { name: string }) => name))
}
