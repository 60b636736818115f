package stripe

import (
	"maps"
	"slices"

	"github.com/forecourt/forecourt/twin/clock"
	"github.com/forecourt/forecourt/twin/gateway"
	"github.com/forecourt/forecourt/twin/gateway/acquirer"
	"github.com/forecourt/forecourt/twin/gateway/ledger"
	"github.com/forecourt/forecourt/twin/gateway/replay"
	"github.com/forecourt/forecourt/twin/unit"
	"github.com/forecourt/forecourt/twin/wire/iso8583"
)

// books is what is in the store, as it reads now. Nothing changes it but apply.
type books struct {
	intents map[string]*intent
	order   []string // ids of intents, the oldest first
	methods map[string]*method
	refunds map[string]*refund
	charges map[string]string // charge to intent
	answers map[string]*replay.Answer
	flights map[string]flight        // by id
	posts   map[string]acquirer.Post // by id

	endpoints  map[string]*endpoint
	events     map[string]*event
	deliveries map[string]*delivery
	told       []string // ids of events, the oldest first; so are the next two
	charged    []string
	returned   []string // refunds

	stan    iso8583.STAN
	records int // in the log since it was last compacted
}

func newBooks() books {
	return books{
		intents: map[string]*intent{}, methods: map[string]*method{}, refunds: map[string]*refund{}, charges: map[string]string{},
		answers: map[string]*replay.Answer{}, flights: map[string]flight{}, posts: map[string]acquirer.Post{},
		endpoints: map[string]*endpoint{}, events: map[string]*event{}, deliveries: map[string]*delivery{},
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
	ExpiresAt   clock.Instant  `json:",omitempty"` // of the hold
	CanceledAt  clock.Instant  `json:",omitempty"`
	Reason      string         `json:",omitempty"`
	Charges     []charge       `json:",omitempty"` // one for each time the host was asked and said something
	Hold        *acquirer.Kept `json:",omitempty"` // the request that the host granted
	More        []held         `json:",omitempty"` // what was granted on top of it
	Approval    string         `json:",omitempty"` // DE38
	Grows       bool           `json:",omitempty"` // more may be asked for
	Over        bool           `json:",omitempty"` // a capture may exceed the hold, where the account may
	Increments  int            `json:",omitempty"` // how often more was asked for
	Reversed    bool           `json:",omitempty"`
}

// flight is a request that the host has not answered yet. One that is still there after a power cut is reversed.
type flight struct {
	ID, Intent, Refund string
	Increment          bool `json:",omitempty"` // what the intent holds does not depend on it
	Request            acquirer.Kept
}

// record is one change of the ledger, one line of the log: all of it or nothing survives a power cut.
type record struct {
	Intents []*intent        `json:",omitempty"`
	Methods []*method        `json:",omitempty"`
	Refunds []*refund        `json:",omitempty"`
	Answers []*replay.Answer `json:",omitempty"`
	Flights []flight         `json:",omitempty"`
	Landed  []string         `json:",omitempty"` // flights that are over
	Posts   []acquirer.Post  `json:",omitempty"`
	Acked   []string         `json:",omitempty"` // posts that are over
	Hooks
	STAN iso8583.STAN `json:",omitempty"`
}

func (r *record) empty() bool {
	return len(r.Intents)+len(r.Methods)+len(r.Refunds)+len(r.Answers)+len(r.Flights)+len(r.Landed)+len(r.Posts)+len(r.Acked) == 0 &&
		r.STAN == 0 && r.Hooks.empty()
}

func (l *books) apply(r *record) {
	for _, i := range r.Intents {
		if l.intents[i.ID] == nil {
			l.order = append(l.order, i.ID)
		}
		l.intents[i.ID] = i
		for _, c := range i.Charges {
			if l.charges[c.ID] == "" {
				l.charged = append(l.charged, c.ID)
			}
			l.charges[c.ID] = i.ID
		}
	}
	for _, m := range r.Methods {
		l.methods[m.ID] = m
	}
	for _, x := range r.Refunds {
		if l.refunds[x.ID] == nil {
			l.returned = append(l.returned, x.ID)
		}
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
	l.applyHooks(&r.Hooks)
}

// known says whether an id is taken.
func (l *books) known(id string) bool {
	_, isPost := l.posts[id]
	_, isFlight := l.flights[id]
	return isPost || isFlight || l.intents[id] != nil || l.methods[id] != nil || l.refunds[id] != nil || l.charges[id] != "" ||
		l.endpoints[id] != nil || l.events[id] != nil || l.deliveries[id] != nil
}

// commit makes a change safe and then true.
func (g *Gateway) commit(r *record) {
	if r.empty() {
		return
	}
	ledger.Append(g.env.Store(), r)
	g.apply(r)
	if g.records++; g.records > 64 && g.records > 4*(len(g.intents)+len(g.answers)+len(g.methods)+len(g.events)) {
		g.compact()
	}
}

// compact writes the ledger as a new log: first what everything else stands on, then one record for each thing.
func (g *Gateway) compact() {
	now := g.env.Now()
	maps.DeleteFunc(g.answers, func(_ string, a *replay.Answer) bool { return a.Expired(now, g.config.KeepKeys) })
	all := []record{{
		Methods: ledger.Sorted(g.methods), Answers: ledger.Sorted(g.answers), STAN: g.stan,
		Flights: ledger.Sorted(g.flights), Posts: ledger.Sorted(g.posts),
		Hooks: g.keptHooks(now),
	}}
	for _, id := range g.returned {
		all[0].Refunds = append(all[0].Refunds, g.refunds[id])
	}
	for _, id := range g.order {
		all = append(all, record{Intents: []*intent{g.intents[id]}})
	}
	ledger.Replace(g.env.Store(), all)
	g.records = len(all)
}

// restore reads the store after power on, takes back what was being asked when the power went, and goes on with the
// outbox.
func (g *Gateway) restore() {
	g.books = newBooks()
	g.records = ledger.Replay(g.env, g.apply)
	owed := ledger.Sorted(g.deliveries) // what the rest of this makes happen sends itself
	for _, p := range ledger.Sorted(g.posts) {
		g.deliver(p, true)
	}
	for _, f := range ledger.Sorted(g.flights) {
		g.abandon(f)
	}
	g.resumeHooks(owed)
	g.resumeHolds()
}

// abandon ends a flight that a power cut left in the air.
func (g *Gateway) abandon(f flight) {
	var u update
	g.link.Missed(f.Request.Message(), f.Intent)
	if f.Refund != "" {
		u.failRefund(g, f.Refund, "")
	} else if i := g.intents[f.Intent].clone(); !f.Increment && i.move(decline) == nil {
		u.fail(g, i, declinedBy(""))
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
