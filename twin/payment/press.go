package payment

// Key is a key of a terminal beside its digits and cancel.
type Key string

// The keys. A digit picks from a list.
const (
	LanguageKey Key = "language"
	ReceiptKey  Key = "receipt"
	YesKey      Key = "yes"
	NoKey       Key = "no"
	ClearKey    Key = "clear"
	One         Key = "1"
	Two         Key = "2"
	Three       Key = "3"
)

// Keys lists them.
var Keys = []Key{LanguageKey, ReceiptKey, YesKey, NoKey, ClearKey, One, Two, Three}

type (
	// PressKey presses a key of the terminal.
	PressKey struct{ Key Key }
	// SetPaper fills the terminal's printer, or takes its paper.
	SetPaper struct{ Out bool }
	// SpendKeys uses up the keys of the terminal's PIN pad.
	SpendKeys struct{}
)

// Stimulus names.
func (PressKey) Stimulus() string  { return "press-key" }
func (SetPaper) Stimulus() string  { return "set-paper" }
func (SpendKeys) Stimulus() string { return "spend-keys" }
