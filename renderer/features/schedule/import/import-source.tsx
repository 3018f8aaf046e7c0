import { Button, Textarea } from '@mantine/core'
import { useRef, useState, type ClipboardEvent, type ReactNode } from 'react'
import type { ErrorEnvelope } from '../../../../src/contract/errors'
import { Page, Panel } from '../../../ui/page'
import { ProblemNote } from '../../../ui/problem-note'
import { importSession } from './import-session'
import classes from './import.module.css'

/** What a text field shows at ease; a longer text that is pasted is read at once. */
const FIELD_CHARACTERS = 100_000

/** Where the rows come from: a file that is chosen or dropped, or text that is pasted. */
export function ImportSource({ error }: { readonly error: ErrorEnvelope | undefined }): ReactNode {
  const [text, setText] = useState('')
  const input = useRef<HTMLInputElement>(null)
  const read = (pasted: string): void => void importSession.open('Pasted text', pasted)
  const paste = (event: ClipboardEvent): void => {
    const pasted = event.clipboardData.getData('text')
    if (pasted.length <= FIELD_CHARACTERS) return
    event.preventDefault()
    read(pasted)
  }
  return (
    <Page
      title="Schedule"
      actions={
        <Button variant="default" onClick={() => importSession.close()}>
          Close
        </Button>
      }
    >
      <Panel label="From a file">
        <div className={classes.source}>
          {error ? <ProblemNote title="The rows could not be read" error={error} /> : null}
          <div className={classes.choice}>
            <input
              ref={input}
              type="file"
              hidden
              accept=".csv,.tsv,.json,.jsonl,.ndjson,.txt"
              onChange={(event) => {
                const file = event.currentTarget.files?.[0]
                if (file) void importSession.open(file.name, file)
              }}
            />
            <Button autoFocus onClick={() => input.current?.click()}>
              Choose a file…
            </Button>
            <p className={classes.words}>
              or drop one on this page: CSV, a JSON array or JSON Lines in UTF-8, at most 100,000 rows and 64
              MiB. You see its jobs first; nothing is scheduled before you confirm.
            </p>
          </div>
          <Textarea
            label="Or paste rows"
            placeholder={'key,backoff,argument\nseller:42,5m,"{""seller"": 42}"'}
            classNames={{ root: classes.paste, wrapper: classes.pasteFrame, input: classes.pasteText }}
            spellCheck={false}
            value={text}
            onPaste={paste}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <div>
            <Button variant="default" disabled={text.trim() === ''} onClick={() => read(text)}>
              Read these rows
            </Button>
          </div>
        </div>
      </Panel>
    </Page>
  )
}
