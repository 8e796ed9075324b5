import { createReadStream } from 'node:fs'
import { SaxesParser } from 'saxes'
import { Failure } from '#cli/failure'

/** An element with all below it. */
export interface Element {
  name: string
  attributes: Record<string, string>
  text: string
  children: Element[]
  /** The line where it ends. */
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

  parser.on('error', (error) => {
    // What old versions of WordPress wrote: control characters.
    if (!/disallowed character/.test(error.message)) wrong ??= error
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
    ended.line = parser.line
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

  for await (const chunk of createReadStream(path, { encoding: 'utf8' })) {
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

export const childOf = ({ children }: Element, name: string) =>
  children.find((child) => child.name === name)

/** The text of a child; empty without one. */
export const valueOf = (element: Element, name: string) => childOf(element, name)?.text.trim() ?? ''
