package pos

import (
	"encoding/json"
	"fmt"
)

// change is one record of the store: everything in it became true together.
type change struct {
	Covers   []*cover   `json:"covers,omitempty"`
	Sales    []*sale    `json:"sales,omitempty"`
	Tasks    []*task    `json:"tasks,omitempty"`
	Prices   []*tagged  `json:"prices,omitempty"`
	Paybacks []*payback `json:"paybacks,omitempty"`
	Closings []*closing `json:"closings,omitempty"`
	Visits   []*visit   `json:"visits,omitempty"`
	Notices  []*notice  `json:"notices,omitempty"`
	Duties   []*duty    `json:"duties,omitempty"`
	Modes    []*setting `json:"modes,omitempty"`
	Clocks   []*offset  `json:"clocks,omitempty"`
	Signs    []*posted  `json:"signs,omitempty"`
	Hooks    []*hook    `json:"hooks,omitempty"`
	Sessions []*session `json:"sessions,omitempty"`
}

// add puts an entry into the record.
func (c *change) add(e entry) {
	switch e := e.(type) {
	case *cover:
		c.Covers = append(c.Covers, e)
	case *sale:
		c.Sales = append(c.Sales, e)
	case *task:
		c.Tasks = append(c.Tasks, e)
	case *tagged:
		c.Prices = append(c.Prices, e)
	case *payback:
		c.Paybacks = append(c.Paybacks, e)
	case *closing:
		c.Closings = append(c.Closings, e)
	case *visit:
		c.Visits = append(c.Visits, e)
	case *notice:
		c.Notices = append(c.Notices, e)
	case *duty:
		c.Duties = append(c.Duties, e)
	case *setting:
		c.Modes = append(c.Modes, e)
	case *offset:
		c.Clocks = append(c.Clocks, e)
	case *posted:
		c.Signs = append(c.Signs, e)
	case *hook:
		c.Hooks = append(c.Hooks, e)
	case *session:
		c.Sessions = append(c.Sessions, e)
	}
}

// enter puts what is in the record into the books.
func (c *change) enter(b *books) {
	enter(b, c.Covers)
	enter(b, c.Sales)
	enter(b, c.Tasks)
	enter(b, c.Prices)
	enter(b, c.Paybacks)
	enter(b, c.Closings)
	enter(b, c.Visits)
	enter(b, c.Notices)
	enter(b, c.Duties)
	enter(b, c.Modes)
	enter(b, c.Clocks)
	enter(b, c.Signs)
	enter(b, c.Hooks)
	enter(b, c.Sessions)
}

func enter[E entry](b *books, all []E) {
	for _, e := range all {
		e.enter(b)
	}
}

// keep makes entries safe as they are now, all or nothing. It comes before the act that they are about, and again after
// it to close them.
func (p *POS) keep(entries ...entry) {
	var c change
	for _, e := range entries {
		c.add(e)
	}
	c.enter(&p.books)
	record, err := json.Marshal(c)
	if err != nil {
		panic(fmt.Sprintf("pos: the books cannot be written: %v", err))
	}
	p.env.Store().Append(record)
	p.env.Store().Flush()
	for _, x := range c.Covers {
		p.follow(x)
	}
}

// replay reads the books from the store.
func (p *POS) replay() {
	p.env.Store().Replay(func(record []byte) {
		var c change
		if err := json.Unmarshal(record, &c); err != nil {
			p.env.Fault(fmt.Errorf("pos: a record of the store cannot be read: %w", err))
			return
		}
		c.enter(&p.books)
	})
}

// reference hands out the id of a new cover; one that is in the books already, from before a restart, is passed over.
func (p *POS) reference() string {
	for {
		if id := p.env.ID("ref_"); p.covers[id] == nil && p.visits[id] == nil {
			return id
		}
	}
}
