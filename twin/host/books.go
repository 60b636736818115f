package host

import (
	"encoding/json"
	"fmt"

	"github.com/forecourt/forecourt/twin/journal"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// key names an account: terminals count their references each for itself.
type key struct{ Terminal, RRN string }

func keyOf(m iso8583.Message) key { return key{m.Terminal, m.RRN} }

// requestKeys name a request that may not have come yet, by what DE90 or DE56 says of it.
func requestKeys(terminal string, o iso8583.Original) (keys []key) {
	for _, sent := range []string{string(o.SentAt), o.Local} {
		if sent != "" {
			keys = append(keys, key{terminal, "request " + string(o.MTI) + " " + o.STAN.String() + " " + sent})
		}
	}
	return keys
}

// done names an advice, a reversal or a reconciliation that has been taken, whether it says it is a repeat or not.
type done struct {
	Key  iso8583.Key
	Kind string
}

// The kinds of what is done once.
const (
	completion     = ""
	reversal       = "reversal"
	reconciliation = "reconciliation"
)

// books is what the host must not lose.
type books struct {
	accounts map[key]*Account
	order    []key
	done     map[done]string // the response code that was given
	// gone holds reversals about requests that never came: a late one is declined.
	gone     map[key]bool
	tries    map[string]int // wrong PINs in a row, by card
	keys     map[string]keyring
	totals   map[string]iso8583.Totals // of each terminal's open batch
	balanced map[done]iso8583.Totals   // what was answered to a reconciliation
	batches  []Batch
	day      string // the settlement day that was closed last
}

func newBooks() books {
	return books{
		accounts: map[key]*Account{}, done: map[done]string{}, gone: map[key]bool{}, tries: map[string]int{}, keys: map[string]keyring{},
		totals: map[string]iso8583.Totals{}, balanced: map[done]iso8583.Totals{},
	}
}

// record is one line of the store: an account as it is after a change, and what changed it.
type record struct {
	Account *Account        `json:",omitempty"`
	Done    *done           `json:",omitempty"`
	Code    string          `json:",omitempty"`
	Gone    []key           `json:",omitempty"`
	Post    *posting        `json:",omitempty"`
	Tries   *tries          `json:",omitempty"`
	Keys    *keyring        `json:",omitempty"`
	Closed  *iso8583.Totals `json:",omitempty"` // with Done: a terminal's batch as it was when it was closed
	Batches []Batch         `json:",omitempty"`
	Day     string          `json:",omitempty"`
}

// keep applies a change and puts it on the store, safe before any answer about it leaves.
func (b *books) keep(s journal.Store, r record) error {
	line, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("host: books: %w", err)
	}
	b.apply(r)
	s.Append(line)
	s.Flush()
	return nil
}

func (b *books) apply(r record) {
	if r.Account != nil {
		k := key{r.Account.Terminal, r.Account.RRN}
		if b.accounts[k] == nil {
			b.order = append(b.order, k)
		}
		b.accounts[k] = r.Account
	}
	if r.Done != nil {
		b.done[*r.Done] = r.Code
	}
	for _, k := range r.Gone {
		b.gone[k] = true
	}
	if r.Post != nil {
		b.post(*r.Post)
	}
	if r.Tries != nil {
		b.tries[r.Tries.Card] = r.Tries.Count
	}
	if r.Keys != nil {
		b.keys[r.Keys.Terminal] = *r.Keys
	}
	if r.Closed != nil {
		b.balanced[*r.Done] = *r.Closed
		delete(b.totals, r.Done.Key.Terminal)
	}
	if r.Day != "" {
		b.settle(r.Day, r.Batches)
	}
}

// load reads the store after the power came back.
func (b *books) load(s journal.Store) (err error) {
	s.Replay(func(line []byte) {
		var r record
		if e := json.Unmarshal(line, &r); e != nil {
			err = fmt.Errorf("host: books: %w", e)
			return
		}
		b.apply(r)
	})
	return err
}

// find returns the account that a message is about, by reference, or by the original data of DE90 where a terminal gives
// every message its own reference.
func (b *books) find(m iso8583.Message) *Account {
	if a := b.accounts[keyOf(m)]; a != nil || m.Original.IsZero() {
		return a
	}
	for i := len(b.order) - 1; i >= 0; i-- {
		a := b.accounts[b.order[i]]
		if a.Terminal == m.Terminal && a.STAN == m.Original.STAN.String() {
			return a
		}
	}
	return nil
}

// spent returns what is bound of a card's balance by accounts from a place in the books on.
func (b *books) spent(card string, since int) int64 {
	var sum int64
	for _, k := range b.order[min(since, len(b.order)):] {
		if a := b.accounts[k]; a.Card == card {
			sum += a.bound()
		}
	}
	return sum
}
