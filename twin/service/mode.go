package service

// Mode is one way in which a customer is served.
type Mode string

// The modes.
const (
	Postpay   Mode = "postpay"
	Automatic Mode = "postpay-automatic"
	Prepay    Mode = "prepay"
	Outdoor   Mode = "outdoor"
	Attendant Mode = "attendant"
)

// Hand says who releases a point.
type Hand string

// The hands.
const (
	Cashier   Hand = "the cashier"
	Nobody    Hand = "nobody" // the call is answered by itself
	Payment   Hand = "the payment"
	Attending Hand = "the attendant"
)

// Need says what money there must be before a release.
type Need string

// The needs.
const (
	Nothing Need = "nothing"
	Taken   Need = "taken" // the whole amount
	Held    Need = "held"  // at the gateway
)

// Place says where the sale is paid.
type Place string

// The places.
const (
	AtTill      Place = "at a till"
	AtTerminal  Place = "at the terminal"
	AtAttendant Place = "to the attendant" // or at a till
)

// Fate says what becomes of something.
type Fate string

// The fates.
const (
	Judged    Fate = "judged"    // by the mode that holds from then on
	Withdrawn Fate = "withdrawn" // the release is taken back
	Kept      Fate = "kept"      // the money is there: the customer may use it, or gets it back
	Finished  Fate = "finished"  // in the mode in which it began
	Payable   Fate = "payable"   // where it was payable before
	WrittenBy Fate = "written off, by a person and with a reason"
	Covered   Fate = "covered" // by money that is there
)

// Row is what holds in a mode.
type Row struct {
	Mode     Mode
	Releases Hand
	Before   Need  // money before the release
	Pays     Place // who has fuelled
	// AfterLift: the release can wait for a nozzle, and is for that nozzle alone. Where a cashier answers a call, or nobody
	// does, it has been lifted anyhow.
	AfterLift bool
	// Lapses: a release before the lift ends when no nozzle is lifted in time. Who has paid for his may take his time.
	Lapses   bool
	DriveOff Fate // of the sale of a customer who drives off
	Switch   Switch
}

// Switch says what becomes of what is under way at a point that leaves the mode.
type Switch struct {
	Calling  Fate // a nozzle is out, and nothing is released
	Released Fate // released, and no nozzle has been lifted for it
	Filling  Fate
	Unpaid   Fate
}

var table = []Row{
	{
		Mode: Postpay, Releases: Cashier, Before: Nothing, Pays: AtTill, DriveOff: WrittenBy,
		Switch: Switch{Calling: Judged, Released: Withdrawn, Filling: Finished, Unpaid: Payable},
	},
	{
		Mode: Automatic, Releases: Nobody, Before: Nothing, Pays: AtTill, DriveOff: WrittenBy,
		Switch: Switch{Calling: Judged, Released: Withdrawn, Filling: Finished, Unpaid: Payable},
	},
	{
		Mode: Prepay, Releases: Payment, Before: Taken, Pays: AtTill, AfterLift: true, DriveOff: Covered,
		Switch: Switch{Calling: Judged, Released: Kept, Filling: Finished, Unpaid: Covered},
	},
	{
		Mode: Outdoor, Releases: Payment, Before: Held, Pays: AtTerminal, AfterLift: true, Lapses: true, DriveOff: Covered,
		Switch: Switch{Calling: Judged, Released: Kept, Filling: Finished, Unpaid: Covered},
	},
	{
		Mode: Attendant, Releases: Attending, Before: Nothing, Pays: AtAttendant, AfterLift: true, Lapses: true, DriveOff: WrittenBy,
		Switch: Switch{Calling: Judged, Released: Withdrawn, Filling: Finished, Unpaid: Payable},
	},
}

// Table lists the modes, each with what holds in it.
func Table() []Row { return append([]Row(nil), table...) }

// Row returns what holds in the mode; the zero Row where there is no such mode.
func (m Mode) Row() Row {
	for _, r := range table {
		if r.Mode == m {
			return r
		}
	}
	return Row{}
}
