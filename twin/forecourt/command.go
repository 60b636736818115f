package forecourt

import "github.com/forecourt/forecourt/twin/unit"

// Command is what a controller asks of a dispenser.
type Command interface{ command() }

// The commands a dispenser's computer knows. A dialect that cannot carry one refuses it by name.
type (
	// ReturnStatus asks for a StatusReport and a NozzleReport.
	ReturnStatus struct{}
	// ReturnFilling asks for a FillingReport.
	ReturnFilling struct{}
	// ReturnTotals asks for the totals of one nozzle.
	ReturnTotals struct {
		Nozzle Nozzle
		Amount bool // the money total instead of the volume total
	}
	// ReturnIdentity asks for an IdentityReport.
	ReturnIdentity struct{}
	// ReturnParameters asks for a ParametersReport.
	ReturnParameters struct{}
	// ReturnPrices asks for a PricesReport.
	ReturnPrices struct{}
	// AllowNozzles names the nozzles that a release is for; it stays valid until changed.
	AllowNozzles struct{ Nozzles []Nozzle }
	// PresetVolume limits the next or the running sale by volume.
	PresetVolume struct{ Limit unit.Indicated }
	// PresetAmount limits the next or the running sale by money.
	PresetAmount struct{ Limit unit.Money }
	// SetPrices gives the price of logical nozzles 1 to n; it must cover all of them. Credit has as many prices of the
	// second level, or none where there is one level.
	SetPrices struct{ Prices, Credit []unit.Price }
	// SelectLevel says at which of its two prices the next sale is made; it stays until changed.
	SelectLevel struct{ Level PriceLevel }
	// Authorise releases the point: the next lift, or the nozzle that is out, may deliver.
	Authorise struct{}
	// Reset clears a finished sale, its presets and the display.
	Reset struct{}
	// Stop shuts the valves and ends the sale or the release.
	Stop struct{}
	// SwitchOff closes the point.
	SwitchOff struct{}
	// Suspend shuts the valves for a while.
	Suspend struct{ Nozzle Nozzle }
	// Resume opens them again.
	Resume struct{ Nozzle Nozzle }
	// SetFillingType tells the pump whether the sale is on credit.
	SetFillingType struct{ Credit bool }
	// SetOutput switches an output of the pump that is no part of a sale: lights, speaker.
	SetOutput struct {
		Output uint8
		On     bool
	}
)

func (ReturnStatus) command()     {}
func (ReturnFilling) command()    {}
func (ReturnTotals) command()     {}
func (ReturnIdentity) command()   {}
func (ReturnParameters) command() {}
func (ReturnPrices) command()     {}
func (AllowNozzles) command()     {}
func (PresetVolume) command()     {}
func (PresetAmount) command()     {}
func (SetPrices) command()        {}
func (SelectLevel) command()      {}
func (Authorise) command()        {}
func (Reset) command()            {}
func (Stop) command()             {}
func (SwitchOff) command()        {}
func (Suspend) command()          {}
func (Resume) command()           {}
func (SetFillingType) command()   {}
func (SetOutput) command()        {}

// Report is what a dispenser says to its controller.
type Report interface{ report() }

// The reports.
type (
	// StatusReport says the state of the point.
	StatusReport struct{ Status Status }
	// FillingReport says what the display shows.
	FillingReport struct {
		Volume unit.Indicated
		Amount unit.Money
		// Temperature is the mean one of a finished sale's fuel, where it was Measured and the wire carries it.
		Temperature unit.Temperature
		Measured    bool
	}
	// NozzleReport says which nozzle is selected, whether it is out, and its price. Nozzle 0: none, or no grade chosen yet.
	NozzleReport struct {
		Nozzle Nozzle
		Out    bool
		Price  unit.Price
	}
	// TotalsReport answers ReturnTotals; the half that was not asked for is zero.
	TotalsReport struct {
		Nozzle   Nozzle
		IsAmount bool
		Totals   Totals
	}
	// AlarmReport says a fault.
	AlarmReport struct{ Alarm Alarm }
	// IdentityReport says who made the pump computer, which type it is, and its program version.
	IdentityReport struct{ Maker, Type, Version int }
	// PricesReport says the prices of nozzles 1 to n.
	PricesReport struct{ Prices []unit.Price }
	// ParametersReport says the decimals the pump works with and its largest amount.
	ParametersReport struct {
		VolumeDecimals, AmountDecimals, PriceDecimals uint8
		MaxAmount                                     unit.Money
		Grades                                        []uint8
	}
	// SuspendReport echoes a Suspend or a Resume.
	SuspendReport struct {
		Nozzle  Nozzle
		Resumed bool
	}
	// Reachable says whether the point answers at all; the controller's end of a session makes it.
	Reachable struct{ Yes bool }
	// Returned says that the point answers again after a silence too short to lose it, in which it may have restarted; made
	// by the controller's end on a wire that does not tell of a restart.
	Returned struct{}
	// Refused says that the peer did not accept a command; the controller's end of a session makes it.
	Refused struct {
		Command Command
		Why     string
	}
)

func (StatusReport) report()     {}
func (FillingReport) report()    {}
func (NozzleReport) report()     {}
func (TotalsReport) report()     {}
func (AlarmReport) report()      {}
func (IdentityReport) report()   {}
func (PricesReport) report()     {}
func (ParametersReport) report() {}
func (SuspendReport) report()    {}
func (Reachable) report()        {}
func (Returned) report()         {}
func (Refused) report()          {}
