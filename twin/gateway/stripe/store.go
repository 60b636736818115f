package stripe

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// ledger is what is in the store, as it reads now. Nothing changes it but apply.
type ledger struct {
	intents map[string]*intent
	order   []string // ids of intents, the oldest first
	methods map[string]*method
	refunds map[string]*refund
	charges map[string]string // charge to intent
	answers map[string]*answer
	flights map[string]flight // by id
	posts   map[string]post   // by id
	stan    iso8583.STAN
	records int // in the log since it was last compacted
}

func newLedger() ledger {
	return ledger{
		intents: map[string]*intent{}, methods: map[string]*method{}, refunds: map[string]*refund{}, charges: map[string]string{},
		answers: map[string]*answer{}, flights: map[string]flight{}, posts: map[string]post{},
	}
}

// intent is one payment. Amounts are in minor units.
type intent struct {
	ID, Secret  string
	Status      status
	Amount      int64
	Currency    unit.Currency
	Automatic   bool `json:",omitempty"` // capture_method
	NoPartial   bool `json:",omitempty"`
	Types       []string
	Metadata    map[string]string `json:",omitempty"`
	Description string            `json:",omitempty"`
	Method      string            `json:",omitempty"`
	Failure     *failure          `json:",omitempty"`
	Granted     int64             `json:",omitempty"`
	Captured    int64             `json:",omitempty"`
	Refunded    int64             `json:",omitempty"`
	Created     clock.Instant
	ExpiresAt   clock.Instant `json:",omitempty"` // of the hold
	CanceledAt  clock.Instant `json:",omitempty"`
	Reason      string        `json:",omitempty"`
	Charges     []charge      `json:",omitempty"` // one for each time the host was asked and said something
	Hold        *kept         `json:",omitempty"` // the request that the host granted
	Approval    string        `json:",omitempty"` // DE38
	Reversed    bool          `json:",omitempty"`
}

// flight is a request that the host has not answered yet. One that is still there after a power cut is reversed.
type flight struct {
	ID, Intent, Refund string
	Request            kept
}

// post is a completion or a reversal that the host has not acknowledged yet: the outbox.
type post struct {
	ID, Intent string
	Message    kept
}

// record is one change of the ledger, one line of the log: all of it or nothing survives a power cut.
type record struct {
	Intents []*intent    `json:",omitempty"`
	Methods []*method    `json:",omitempty"`
	Refunds []*refund    `json:",omitempty"`
	Answers []*answer    `json:",omitempty"`
	Flights []flight     `json:",omitempty"`
	Landed  []string     `json:",omitempty"` // flights that are over
	Posts   []post       `json:",omitempty"`
	Acked   []string     `json:",omitempty"` // posts that are over
	STAN    iso8583.STAN `json:",omitempty"`
}

func (r *record) empty() bool {
	return len(r.Intents)+len(r.Methods)+len(r.Refunds)+len(r.Answers)+len(r.Flights)+len(r.Landed)+len(r.Posts)+len(r.Acked) == 0 &&
		r.STAN == 0
}

func (l *ledger) apply(r *record) {
	for _, i := range r.Intents {
		if l.intents[i.ID] == nil {
			l.order = append(l.order, i.ID)
		}
		l.intents[i.ID] = i
		for _, c := range i.Charges {
			l.charges[c.ID] = i.ID
		}
	}
	for _, m := range r.Methods {
		l.methods[m.ID] = m
	}
	for _, x := range r.Refunds {
		l.refunds[x.ID] = x
	}
	for _, a := range r.Answers {
		l.answers[a.Key] = a
	}
	for _, f := range r.Flights {
		l.flights[f.ID] = f
	}
	for _, id := range r.Landed {
		delete(l.flights, id)
	}
	for _, p := range r.Posts {
		l.posts[p.ID] = p
	}
	for _, id := range r.Acked {
		delete(l.posts, id)
	}
	if r.STAN != 0 {
		l.stan = r.STAN
	}
}

// known says whether an id is taken.
func (l *ledger) known(id string) bool {
	_, isPost := l.posts[id]
	_, isFlight := l.flights[id]
	return isPost || isFlight || l.intents[id] != nil || l.methods[id] != nil || l.refunds[id] != nil || l.charges[id] != ""
}

// commit makes a change safe and then true.
func (g *Gateway) commit(r *record) {
	if r.empty() {
		return
	}
	b, err := json.Marshal(r)
	if err != nil {
		panic(fmt.Sprintf("gateway: a record does not marshal: %v", err))
	}
	store := g.env.Store()
	store.Append(b)
	store.Flush()
	g.apply(r)
	if g.records++; g.records > 64 && g.records > 4*(len(g.intents)+len(g.answers)+len(g.methods)) {
		g.compact()
	}
}

// compact writes the ledger as a new log: first what everything else stands on, then one record for each thing.
func (g *Gateway) compact() {
	now := g.env.Now()
	maps.DeleteFunc(g.answers, func(_ string, a *answer) bool { return a.expired(now, g.config.KeepKeys) })
	all := []record{{
		Methods: sorted(g.methods), Refunds: sorted(g.refunds), Answers: sorted(g.answers), STAN: g.stan,
		Flights: sorted(g.flights), Posts: sorted(g.posts),
	}}
	for _, id := range g.order {
		all = append(all, record{Intents: []*intent{g.intents[id]}})
	}
	var lines [][]byte
	for i := range all {
		b, err := json.Marshal(&all[i])
		if err != nil {
			panic(fmt.Sprintf("gateway: the ledger does not marshal: %v", err))
		}
		lines = append(lines, b)
	}
	g.env.Store().Replace(lines...)
	g.records = len(lines)
}

func sorted[T any](m map[string]T) []T {
	all := make([]T, 0, len(m))
	for _, k := range slices.Sorted(maps.Keys(m)) {
		all = append(all, m[k])
	}
	return all
}

// restore reads the store after power on, takes back what was being asked when the power went, and goes on with the
// outbox.
func (g *Gateway) restore() {
	g.ledger = newLedger()
	g.env.Store().Replay(func(b []byte) {
		var r record
		if err := json.Unmarshal(b, &r); err != nil {
			g.env.Fault(fmt.Errorf("gateway: a record of the store does not read: %w", err))
			return
		}
		g.apply(&r)
		g.records++
	})
	for _, p := range sorted(g.posts) {
		g.deliver(p, true)
	}
	for _, f := range sorted(g.flights) {
		g.abandon(f)
	}
	g.resumeHolds()
}

// abandon ends a flight that a power cut left in the air.
func (g *Gateway) abandon(f flight) {
	var u update
	g.late[traceOf(f.Request.message())] = f.Intent
	if f.Refund != "" {
		u.failRefund(g, f.Refund, "")
	} else if i := g.intents[f.Intent].clone(); i.move(decline) == nil {
		i.fail(g, "")
		u.put(i)
	}
	u.tell(gateway.HostTimedOut{Intent: f.Intent})
	u.Landed = append(u.Landed, f.ID)
	u.reverse(g, f)
	g.finish(&u)
}

// clone returns a copy that may be changed before it is committed. Maps and pointers in it are replaced, never written.
func (i *intent) clone() *intent {
	c := *i
	c.Charges = slices.Clone(i.Charges)
	return &c
}
