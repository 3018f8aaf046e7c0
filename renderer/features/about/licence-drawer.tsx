import type { ReactNode } from 'react'
import { Detail, DetailList } from '../../ui/detail-list'
import { SideDrawer } from '../../ui/side-drawer'
import type { Licence } from './api'
import classes from './about.module.css'

interface LicenceDrawerProps {
  readonly licence: Licence
  readonly onClose: () => void
}

/** The licence of one package, as its authors wrote it. */
export function LicenceDrawer({ licence, onClose }: LicenceDrawerProps): ReactNode {
  const { name, version, licence: kind, text } = licence
  return (
    <SideDrawer title={name} onClose={onClose}>
      <DetailList>
        <Detail name="Version">{version}</Detail>
        <Detail name="Licence">{kind}</Detail>
      </DetailList>
      <pre className={classes.text}>
        {text === '' ? 'The package has no licence text of its own; its kind says it.' : text}
      </pre>
    </SideDrawer>
  )
}
