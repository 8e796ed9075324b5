export const style = `
:root { color-scheme: light dark }
body { margin: 0; padding: 2rem 1rem; font: 1rem/1.5 system-ui, sans-serif }
@media (prefers-color-scheme: dark) {
  body { background: #161616; color: #eee }
  a { color: #8ab4f8 }
}
main { max-width: 28rem; margin: 0 auto }
h1 { font-size: 1.5rem; line-height: 1.2 }
label { display: block; margin: 1rem 0 }
[hidden] { display: none }
input, textarea { display: block; box-sizing: border-box; width: 100%; margin-top: 0.25rem; padding: 0.5rem; font: inherit }
input[type=checkbox] { display: inline; width: auto; margin-right: 0.5rem }
button { margin: 0 0.5rem 0.5rem 0; padding: 0.6rem 1.2rem; border: 0; border-radius: 6px; background: #14532d; color: #fff; font: inherit; cursor: pointer }
button:disabled { opacity: 0.6 }
:focus-visible { outline: 3px solid #3b82f6; outline-offset: 2px }
[role=status]:focus { outline: none }
`
