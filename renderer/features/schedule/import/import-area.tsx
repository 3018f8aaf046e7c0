import { Button } from '@mantine/core'
import { IconFileImport } from '@tabler/icons-react'
import { useEffect, useRef, useState, type DragEvent, type ReactNode } from 'react'
import { importSession } from './import-session'
import { ImportPage } from './import-page'
import { useImport } from './use-import'
import classes from './import.module.css'

/** The Schedule page, or the import in its place while one is open; a file that is dropped on either is read. */
export function ImportArea({ children }: { readonly children: ReactNode }): ReactNode {
  const stage = useImport()
  const [over, setOver] = useState(false)
  const taking = stage.stage !== 'sending'

  const dragOver = (event: DragEvent): void => {
    if (!event.dataTransfer.types.includes('Files')) return
    event.preventDefault()
    event.dataTransfer.dropEffect = taking ? 'copy' : 'none'
    setOver(taking)
  }
  const drop = (event: DragEvent): void => {
    event.preventDefault()
    setOver(false)
    const file = event.dataTransfer.files[0]
    if (file && taking) void importSession.open(file.name, file)
  }
  return (
    <div
      className={classes.area}
      onDragOver={dragOver}
      onDragLeave={(event) => {
        if (!(event.relatedTarget instanceof Node) || !event.currentTarget.contains(event.relatedTarget))
          setOver(false)
      }}
      onDrop={drop}
    >
      {stage.stage === 'closed' ? children : <ImportPage stage={stage} />}
      {over ? (
        <div className={classes.over}>
          <IconFileImport size={32} aria-hidden="true" />
          Drop the file to see its jobs. Nothing is scheduled before you confirm.
        </div>
      ) : null}
    </div>
  )
}

let opened = false

/** Leads to the import; has the focus again when that is closed. */
export function ImportButton(): ReactNode {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (opened) button.current?.focus()
    opened = false
  }, [])
  return (
    <Button
      ref={button}
      variant="default"
      leftSection={<IconFileImport size={16} aria-hidden="true" />}
      onClick={() => {
        opened = true
        importSession.choose()
      }}
    >
      From a file…
    </Button>
  )
}
