package payment

// Chip is what a test card's chip holds beyond what every chip of its network does.
type Chip struct {
	Applications []Application // by the card; none: its network's own
	Language     string        // tag 5F2D, the first of it: two letters; none: the terminal's own
	OnlinePIN    bool          // the issuer checks the PIN; else the chip does, and counts the wrong ones
	Phone        bool          // the card is in a phone, which checks its holder before the tap
}

// Application is one that a chip holds.
type Application struct {
	AID, Label string
	Priority   int // 1 is the card's first choice
	Blocked    bool
}

// chips are the test cards whose chips are not like every other.
var chips = map[string]Chip{
	"visa-two-applications": {Applications: []Application{
		{AID: "A0000000980840", Label: "US Debit", Priority: 2}, {AID: "A0000000031010", Label: "Visa Credit", Priority: 1},
	}},
	"visa-blocked-application": {Applications: []Application{{AID: "A0000000031010", Label: "Visa", Priority: 1, Blocked: true}}},
	"visa-unknown-application": {Applications: []Application{{AID: "A0000006723010", Label: "Transit", Priority: 1}}},
	"visa-online-pin":          {OnlinePIN: true},
	"visa-german":              {Language: "de"},
	"visa-phone":               {Phone: true},
}

// TapFault is what goes wrong with a tap.
type TapFault string

// The faults of a tap.
const (
	Torn     TapFault = "torn"       // the card leaves the field too early
	TwoCards TapFault = "two-cards"  // two cards are in the field
	Locked   TapFault = "not-opened" // a phone whose holder has not shown it who he is
)

// TapFaults lists them.
var TapFaults = []TapFault{Torn, TwoCards, Locked}
