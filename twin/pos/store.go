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
}

// entries lists what a record holds.
func (c change) entries() (all []entry) {
	for _, e := range c.Covers {
		all = append(all, e)
	}
	for _, e := range c.Sales {
		all = append(all, e)
	}
	for _, e := range c.Tasks {
		all = append(all, e)
	}
	for _, e := range c.Prices {
		all = append(all, e)
	}
	for _, e := range c.Visits {
		all = append(all, e)
	}
	for _, e := range c.Paybacks {
		all = append(all, e)
	}
	for _, e := range c.Closings {
		all = append(all, e)
	}
	for _, e := range c.Notices {
		all = append(all, e)
	}
	return all
}

// keep makes entries safe as they are now, all or nothing. It comes before the act that they are about, and again after
// it to close them.
func (p *POS) keep(entries ...entry) {
	var c change
	for _, e := range entries {
		switch e := e.(type) {
		case *cover:
			c.Covers = append(c.Covers, e)
		case *sale:
			c.Sales = append(c.Sales, e)
		case *task:
			c.Tasks = append(c.Tasks, e)
		case *notice:
			c.Notices = append(c.Notices, e)
		case *tagged:
			c.Prices = append(c.Prices, e)
		case *payback:
			c.Paybacks = append(c.Paybacks, e)
		case *closing:
			c.Closings = append(c.Closings, e)
		case *visit:
			c.Visits = append(c.Visits, e)
		}
		e.enter(&p.books)
	}
	record, err := json.Marshal(c)
	if err != nil {
		panic(fmt.Sprintf("pos: the books cannot be written: %v", err))
	}
	p.env.Store().Append(record)
	p.env.Store().Flush()
}

// replay reads the books from the store.
func (p *POS) replay() {
	p.env.Store().Replay(func(record []byte) {
		var c change
		if err := json.Unmarshal(record, &c); err != nil {
			p.env.Fault(fmt.Errorf("pos: a record of the store cannot be read: %w", err))
			return
		}
		for _, e := range c.entries() {
			e.enter(&p.books)
		}
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
