import type { OwnerView } from '../../src/contract/queue'

/** Who holds a key, as a name for a table. */
export function ownerName(owner: OwnerView): string {
  switch (owner.kind) {
    case 'keyhold':
      return owner.here ? 'this app' : owner.host
    case 'go-io':
      return 'go-io'
    case 'unknown':
      return 'unknown'
  }
}

/** Who holds a key, as the end of a sentence: "held … by". */
export function ownerInWords(owner: OwnerView): string {
  switch (owner.kind) {
    case 'keyhold':
      return owner.here ? 'this app' : `${owner.host} (Keyhold ${owner.instance})`
    case 'go-io':
      return 'a go-io client'
    case 'unknown':
      return 'an unknown owner'
  }
}
