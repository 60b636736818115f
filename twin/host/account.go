package host

import (
	"encoding/json"
	"fmt"

	"github.com/forecourt/forecourt/twin/journal"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// State is what has become of an authorisation.
type State string

// The states.
const (
	Held      State = "held"      // money reserved, nothing taken
	Completed State = "completed" // taken; a refund has taken less than nothing
	Reversed  State = "reversed"  // given back whole
)

// Account is the host's record of one authorisation. It holds no card number.
type Account struct {
	RRN      string
	Terminal string
	Card     string
	STAN     string // of the request, or of the advice where the host never saw one
	Approval string
	State    State
	Granted  unit.Money // what the issuer promised; zero for an advice about nothing
	Cover    unit.Money // what of it may be taken: lessened by reversals
	Captured unit.Money // what advices and sales have taken, before anything was given back
	Returned unit.Money // what reversals have given back of it
	Captures int        // how many advices or sales took it: more than one is a sale settled twice
}

// Reversed returns what reversals have taken back, of the hold or of what was captured.
func (a Account) Reversed() unit.Money { return a.Granted.Sub(a.Cover).Add(a.Returned) }

// Net returns what the cardholder pays in the end.
func (a Account) Net() unit.Money { return a.Captured.Sub(a.Returned) }

// bound returns what the account takes from the card's balance.
func (a Account) bound() int64 {
	if a.State == Held {
		return a.Cover.Minor
	}
	return a.Net().Minor
}

// key names an account: terminals count their references each for itself.
type key struct{ Terminal, RRN string }

func keyOf(m iso8583.Message) key { return key{m.Terminal, m.RRN} }

// requestKey names a request that may not have come yet, by what DE90 says of it.
func requestKey(terminal string, mti iso8583.MTI, stan iso8583.STAN, sent iso8583.Stamp) key {
	return key{terminal, "request " + string(mti) + " " + stan.String() + " " + string(sent)}
}

// done names an advice or a reversal that has been taken, whether it says it is a repeat or not.
type done struct {
	Key      iso8583.Key
	Reversal bool
}

// books is what the host must not lose.
type books struct {
	accounts map[key]*Account
	order    []*Account
	done     map[done]string // the response code that was given
	// gone holds reversals about requests that never came: a late one is declined.
	gone map[key]bool
}

func newBooks() books {
	return books{accounts: map[key]*Account{}, done: map[done]string{}, gone: map[key]bool{}}
}

// record is one line of the store: an account as it is after a change, and what changed it.
type record struct {
	Account *Account `json:",omitempty"`
	Done    *done    `json:",omitempty"`
	Code    string   `json:",omitempty"`
	Gone    *key     `json:",omitempty"`
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
		switch before := b.accounts[k]; before {
		case r.Account:
		case nil:
			b.order = append(b.order, r.Account)
		default: // as it was read from an earlier record; it is among the last ones
			i := len(b.order) - 1
			for b.order[i] != before {
				i--
			}
			b.order[i] = r.Account
		}
		b.accounts[k] = r.Account
	}
	if r.Done != nil {
		b.done[*r.Done] = r.Code
	}
	if r.Gone != nil {
		b.gone[*r.Gone] = true
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
		a := b.order[i]
		if a.Terminal == m.Terminal && a.STAN == m.Original.STAN.String() {
			return a
		}
	}
	return nil
}

// spent returns what is bound of a card's balance by accounts from a place in the books on.
func (b *books) spent(card string, since int) int64 {
	var sum int64
	for _, a := range b.order[min(since, len(b.order)):] {
		if a.Card == card {
			sum += a.bound()
		}
	}
	return sum
}
