import { EditorView } from '@codemirror/view'

/** What plain text can't say. Without it, the text of the clipboard is as good as its HTML. */
const structured =
  /<(?:a\s|h[1-6][\s>]|[uo]l[\s>]|table[\s>]|b[\s>]|strong|em[\s>]|i[\s>]|blockquote|pre[\s>]|p\s[^>]*mso)/i

/** Text of a web page or a word processor is pasted as Markdown; with Shift, as its plain text. */
export const pasteAsMarkdown = EditorView.domEventHandlers({
  paste(event, view) {
    const html = event.clipboardData?.getData('text/html') ?? ''
    if (!structured.test(html)) return false
    event.preventDefault()
    const plain = event.clipboardData!.getData('text/plain')
    void import('./markdown_of_html')
      .then(({ markdownOfHtml }) => markdownOfHtml(html))
      .catch(() => plain)
      .then((text) => view.dispatch(view.state.replaceSelection(text), { scrollIntoView: true }))
    return true
  },
})
