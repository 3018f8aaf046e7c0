import { TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { envelopeOf } from '../../api/client'
import { CellText } from '../../ui/cell-text'
import { EmptyState } from '../../ui/empty-state'
import { countOf } from '../../ui/format'
import { Panel } from '../../ui/page'
import { ProblemNote } from '../../ui/problem-note'
import type { Column } from '../../ui/virtual-table/column'
import { VirtualTable } from '../../ui/virtual-table/virtual-table'
import { findLicences, licencesQuery, type Licence } from './api'
import classes from './about.module.css'

const columns: readonly Column<Licence>[] = [
  {
    id: 'name',
    title: 'Package',
    width: 152,
    grow: 1,
    cell: ({ name }) => <CellText title={name}>{name}</CellText>,
  },
  { id: 'version', title: 'Version', width: 88, cell: ({ version }) => <CellText>{version}</CellText> },
  {
    id: 'licence',
    title: 'Licence',
    width: 96,
    cell: ({ licence }) => <CellText title={licence}>{licence}</CellText>,
  },
]

interface LicenceListProps {
  readonly shown: Licence | undefined
  readonly onShow: (licence: Licence) => void
}

/** The packages that are part of the app; a row opens the text of its licence. */
export function LicenceList({ shown, onShow }: LicenceListProps): ReactNode {
  const { data, error } = useQuery(licencesQuery)
  const [text, setText] = useState('')
  const found = findLicences(data ?? [], text)
  return (
    <div className={classes.licences}>
      <Panel label="Licences" aside={data ? countOf(found.length, 'package') : null}>
        <div className={classes.search}>
          <TextInput
            aria-label="Search licences"
            placeholder="Package or licence"
            leftSection={<IconSearch size={16} aria-hidden="true" />}
            data-search-field
            value={text}
            spellCheck={false}
            onChange={(event) => setText(event.currentTarget.value)}
          />
        </div>
        <VirtualTable
          label="Licences"
          columns={columns}
          count={data ? found.length : error ? 0 : 12}
          rowAt={(index) => found[index]}
          isSelected={({ name }) => name === shown?.name}
          onOpen={onShow}
          empty={
            error ? (
              <ProblemNote title="The licences could not be read" error={envelopeOf(error)} />
            ) : (
              <EmptyState title="No package is called so" />
            )
          }
        />
        <p className={classes.note}>
          Electron, Chromium and Node.js bring their own: LICENSES.chromium.html beside the program.
        </p>
      </Panel>
    </div>
  )
}
