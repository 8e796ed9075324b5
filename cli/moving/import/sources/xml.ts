import { TextDecoder } from 'node:util'
import { SaxesParser } from 'saxes'
import { chunksOf } from '#cli/moving/import/sources/chunks'
import { Failure } from '#cli/failure'

/** An element with all below it. */
export interface Element {
  name: string
  attributes: Record<string, string>
  text: string
  children: Element[]
  /** The line where it begins. */
  line: number
}

const MAX_DEPTH = 12
/** Of one element with all below it. */
const MAX_ELEMENT_CHARACTERS = 32_000_000

/**
 * Reads the elements with these names below `rss/channel`, one at a time. No entity is expanded beside those of XML.
 * @throws Failure for what is no XML
 */
export async function* elementsOf(path: string): AsyncGenerator<Element> {
  const parser = new SaxesParser({ position: true, fragment: false })
  const ready: Element[] = []
  const open: Element[] = []
  let length = 0
  let wrong: Error | undefined

  let hasDoctype = false
  parser.on('doctype', () => (hasDoctype = true))
  parser.on('error', (error) => {
    // What old versions of WordPress and editors wrote: control characters, and entities of HTML, which stay as they are.
    const isHarmless =
      /disallowed character/.test(error.message) ||
      (/undefined entity/.test(error.message) && !hasDoctype)
    if (!isHarmless) wrong ??= error
  })
  parser.on('opentag', ({ name, attributes }) => {
    open.push({
      name,
      attributes: attributes as Record<string, string>,
      text: '',
      children: [],
      line: parser.line,
    })
    if (open.length > MAX_DEPTH) wrong ??= new Error('its elements are too deep')
  })
  const take = (text: string) => {
    const last = open.at(-1)
    if (!last) return
    length += text.length
    if (length > MAX_ELEMENT_CHARACTERS) wrong ??= new Error('an element is too long')
    last.text += text
  }
  parser.on('text', take)
  parser.on('cdata', take)
  parser.on('closetag', () => {
    const ended = open.pop()!
    // Those of `rss` and `channel` are not kept.
    if (open.length > 2) open.at(-1)!.children.push(ended)
    else if (open.length === 2) {
      ready.push(ended)
      length = 0
    }
  })
  const check = () => {
    if (wrong) throw new Failure('unverified', `${path} is no whole WXR: ${wrong.message}`)
  }

  for await (const chunk of textOf(path)) {
    try {
      parser.write(chunk)
    } catch (error) {
      wrong ??= error as Error
    }
    check()
    yield* ready.splice(0)
  }
  try {
    parser.close()
  } catch (error) {
    wrong ??= error as Error
  }
  check()
  yield* ready.splice(0)
}

/** The text of a file, in the character set that its first line names (XML 1.0, appendix F). @throws Failure */
async function* textOf(path: string): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined
  for await (const chunk of chunksOf(path)) {
    decoder ??= decoderOf(chunk, path)
    yield decoder.decode(chunk, { stream: true })
  }
  if (decoder) yield decoder.decode()
}

function decoderOf(start: Buffer, path: string): TextDecoder {
  const [first, second] = start
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le')
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be')
  const head = start.subarray(0, 200).toString('latin1')
  const [, name = 'utf-8'] = /^[^<]{0,3}<\?xml[^>]*?\sencoding=["']([\w.:-]+)["']/.exec(head) ?? []
  try {
    return new TextDecoder(name)
  } catch {
    throw new Failure(
      'unverified',
      `${path} is in the character set ${name}, which Plaza can't read`
    )
  }
}

export const childOf = ({ children }: Element, name: string) =>
  children.find((child) => child.name === name)

const MAX_COPIED_CHARACTERS = 1000

/** The text of a child; empty without one. */
export function valueOf(element: Element, name: string): string {
  const text = childOf(element, name)?.text.trim() ?? ''
  // In V8 a part of a string holds the whole one: what is kept of each item would keep all of the file in memory.
  return text.length > MAX_COPIED_CHARACTERS ? text : Buffer.from(text).toString()
}
