import rehypeParse from 'rehype-parse'
import rehypeRemark from 'rehype-remark'
import remarkGfm from 'remark-gfm'
import remarkStringify from 'remark-stringify'
import { unified } from 'unified'
import { cleanPage } from './clean_page'

const converter = unified()
  .use(rehypeParse)
  .use(cleanPage)
  .use(rehypeRemark)
  .use(remarkGfm)
  .use(remarkStringify, { bullet: '-', emphasis: '_', listItemIndent: 'one' })

/** Clean Markdown of a pasted page: its headings, lists, tables, links and emphasis, and nothing else. */
export const markdownOfHtml = async (html: string): Promise<string> =>
  String(await converter.process(html)).trim()
