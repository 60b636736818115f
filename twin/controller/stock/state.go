package stock

import "github.com/forecourt/forecourt/twin/machine"

// state is what the reader knows of its console.
type state string

const (
	seeking state = "seeking" // since the power came on
	found   state = "found"
	lost    state = "lost"
)

// sign is what an inventory that was asked has come to.
type sign string

const (
	answered sign = "answered" // also with "function not known"
	silent   sign = "silent"   // or damaged, after all tries
)

var table = machine.NewTable("stock",
	machine.Row[state, sign]{From: seeking, On: answered, To: found},
	machine.Row[state, sign]{From: seeking, On: silent, To: lost},
	machine.Row[state, sign]{From: found, On: answered, To: found},
	machine.Row[state, sign]{From: found, On: silent, To: lost},
	machine.Row[state, sign]{From: lost, On: answered, To: found},
	machine.Row[state, sign]{From: lost, On: silent, To: lost},
)

// saw moves the state and returns whether it has changed.
func (r *Reader) saw(s sign) (changed bool) {
	next, ok := table.Next(r.state, s)
	if !ok {
		r.env.Fault(table.Refusal(r.state, s))
		return false
	}
	changed = next != r.state
	r.state = next
	return changed
}
