package pos

import (
	"encoding/json"
	"fmt"
)

// change is one record of the store: everything in it became true together.
type change struct {
	Covers  []*cover  `json:"covers,omitempty"`
	Sales   []*sale   `json:"sales,omitempty"`
	Tasks   []*task   `json:"tasks,omitempty"`
	Notices []*notice `json:"notices,omitempty"`
	Hooks   []*hook   `json:"hooks,omitempty"`
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
		case *hook:
			c.Hooks = append(c.Hooks, e)
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
		for _, e := range c.Covers {
			e.enter(&p.books)
		}
		for _, e := range c.Sales {
			e.enter(&p.books)
		}
		for _, e := range c.Tasks {
			e.enter(&p.books)
		}
		for _, e := range c.Notices {
			e.enter(&p.books)
		}
		for _, e := range c.Hooks {
			e.enter(&p.books)
		}
	})
}

// reference hands out the id of a new cover; one that is in the books already, from before a restart, is passed over.
func (p *POS) reference() string {
	for {
		if id := p.env.ID("ref_"); p.covers[id] == nil {
			return id
		}
	}
}
