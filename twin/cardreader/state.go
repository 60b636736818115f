package cardreader

import "github.com/forecourt/forecourt/twin/machine"

// State is what a terminal is doing.
type State string

// The states.
const (
	Idle        State = "idle"
	Reading     State = "reading"      // the card is being read, the timer runs
	Failing     State = "failing"      // the chip is being read and will fail, then the stripe is
	Choosing    State = "choosing"     // the holder picks an application, the timer runs
	AskingPIN   State = "asking-pin"   // the holder types, the timer runs
	AskingInput State = "asking-input" // the holder answers a prompt of the POS, the timer runs
	Presented   State = "presented"    // the POS has the card's data and decides
	Returning   State = "returning"    // the card may be taken out
	Captured    State = "captured"     // the card was drawn in; somebody must open the terminal
)

// happening is what moves a terminal from one state to the next.
type happening string

const (
	presents    happening = "a card is presented"
	presentsBad happening = "a card with a dead chip is presented"
	wantsPIN    happening = "the card wants a PIN"
	reads       happening = "the card is read"
	asks        happening = "the POS asks for something"
	types       happening = "the holder's time to answer ends"
	fallsBack   happening = "the chip fails"
	ends        happening = "the transaction ends with the card in the slot"
	endsClear   happening = "the transaction ends with an empty slot"
	offers      happening = "the card has several applications"
	picks       happening = "the holder picks an application"
	captures    happening = "a card that was left is drawn in"
	takes       happening = "the card is taken"
)

var table = machine.NewTable("card reader",
	machine.Row[State, happening]{From: Idle, On: presents, To: Reading},
	machine.Row[State, happening]{From: Idle, On: presentsBad, To: Failing},
	machine.Row[State, happening]{From: Failing, On: fallsBack, To: Returning},
	machine.Row[State, happening]{From: Reading, On: offers, To: Choosing},
	machine.Row[State, happening]{From: Choosing, On: picks, To: Reading},
	machine.Row[State, happening]{From: Choosing, On: ends, To: Returning},
	machine.Row[State, happening]{From: Choosing, On: takes, To: Idle},
	machine.Row[State, happening]{From: Returning, On: captures, To: Captured},
	machine.Row[State, happening]{From: Captured, On: takes, To: Idle},
	machine.Row[State, happening]{From: AskingPIN, On: endsClear, To: Idle},
	machine.Row[State, happening]{From: Reading, On: wantsPIN, To: AskingPIN},
	machine.Row[State, happening]{From: Reading, On: reads, To: Presented},
	machine.Row[State, happening]{From: AskingPIN, On: reads, To: Presented},
	machine.Row[State, happening]{From: Idle, On: endsClear, To: Idle},
	machine.Row[State, happening]{From: Reading, On: ends, To: Returning},
	machine.Row[State, happening]{From: Reading, On: endsClear, To: Idle},
	machine.Row[State, happening]{From: Failing, On: ends, To: Returning},
	machine.Row[State, happening]{From: AskingPIN, On: ends, To: Returning},
	machine.Row[State, happening]{From: Presented, On: asks, To: AskingInput},
	machine.Row[State, happening]{From: AskingInput, On: types, To: Presented},
	machine.Row[State, happening]{From: AskingInput, On: ends, To: Returning},
	machine.Row[State, happening]{From: AskingInput, On: endsClear, To: Idle},
	machine.Row[State, happening]{From: AskingInput, On: takes, To: Presented},
	machine.Row[State, happening]{From: Presented, On: ends, To: Returning},
	machine.Row[State, happening]{From: Presented, On: endsClear, To: Idle},
	machine.Row[State, happening]{From: Reading, On: takes, To: Idle},
	machine.Row[State, happening]{From: Failing, On: takes, To: Idle},
	machine.Row[State, happening]{From: AskingPIN, On: takes, To: Idle},
	machine.Row[State, happening]{From: Presented, On: takes, To: Presented},
	machine.Row[State, happening]{From: Returning, On: takes, To: Idle},
)

// move follows the table; an arrow that is not there is refused by name.
func (r *Reader) move(env *machine.Env, on happening) bool {
	to, ok := table.Next(r.state, on)
	if !ok {
		env.Fault(table.Refusal(r.state, on))
		return false
	}
	if to != r.state {
		env.Clear(step)
	}
	r.state = to
	return true
}
