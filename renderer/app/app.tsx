import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { createQueryClient } from '../api/query-client'
import { ErrorBoundary } from './error-boundary'
import { Gate } from './gate'
import classes from './shell.module.css'
import { readStyleNonce, theme } from './theme'

/** The whole page: look, cache, and what to show when something breaks. */
export function App(): ReactNode {
  const [client] = useState(createQueryClient)
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto" getStyleNonce={readStyleNonce}>
      <Notifications
        position="bottom-center"
        limit={3}
        containerWidth={360}
        // Below dialogs, which are at 200, and above drawers.
        zIndex={150}
        className={classes.notices}
      />
      <ErrorBoundary>
        <QueryClientProvider client={client}>
          <Gate />
        </QueryClientProvider>
      </ErrorBoundary>
    </MantineProvider>
  )
}
