package machine

import "fmt"

// Table is a state machine as data: for a state and an event, the next state. What is not in it is refused by name.
type Table[S, E comparable] struct {
	name string
	next map[S]map[E]S
}

// Row is one arrow of a Table.
type Row[S, E comparable] struct {
	From S
	On   E
	To   S
}

// NewTable builds a table. Two arrows from one state on one event are a programmer's mistake and panic.
func NewTable[S, E comparable](name string, rows ...Row[S, E]) Table[S, E] {
	t := Table[S, E]{name: name, next: map[S]map[E]S{}}
	for _, r := range rows {
		if t.next[r.From] == nil {
			t.next[r.From] = map[E]S{}
		}
		if _, twice := t.next[r.From][r.On]; twice {
			panic(fmt.Sprintf("machine: %s has two arrows from %v on %v", name, r.From, r.On))
		}
		t.next[r.From][r.On] = r.To
	}
	return t
}

// Next returns the state after an event, and whether the event is valid in the state.
func (t Table[S, E]) Next(from S, on E) (S, bool) {
	to, ok := t.next[from][on]
	return to, ok
}

// Refusal says in words that an event is not valid in a state.
func (t Table[S, E]) Refusal(from S, on E) error {
	return fmt.Errorf("%s: %v is not valid while %v", t.name, on, from)
}
