package pts

import (
	"encoding/json"
	"strings"
)

// The requests.
const (
	PumpGetStatus        = "PumpGetStatus"
	PumpAuthorize        = "PumpAuthorize"
	PumpStop             = "PumpStop"
	PumpEmergencyStop    = "PumpEmergencyStop"
	PumpSuspend          = "PumpSuspend"
	PumpResume           = "PumpResume"
	PumpLock             = "PumpLock"
	PumpUnlock           = "PumpUnlock"
	PumpCloseTransaction = "PumpCloseTransaction"
	PumpGetPrices        = "PumpGetPrices"
	PumpSetPrices        = "PumpSetPrices"
	PumpGetTotals        = "PumpGetTotals"
	PumpGetDisplayData   = "PumpGetDisplayData"
	PumpGetTransaction   = "PumpGetTransactionInformation"
)

// Requests lists them.
var Requests = []string{
	PumpGetStatus, PumpAuthorize, PumpStop, PumpEmergencyStop, PumpSuspend, PumpResume, PumpLock, PumpUnlock,
	PumpCloseTransaction, PumpGetPrices, PumpSetPrices, PumpGetTotals, PumpGetDisplayData, PumpGetTransaction,
}

// What a PumpAuthorize may be limited by.
const (
	ByVolume = "Volume"
	ByAmount = "Amount"
	FullTank = "FullTank"
)

// Number is a JSON number as it is written, so that its decimals are kept.
type Number = json.Number

// Plain makes a Number of a quantity printed with its unit, "32.50 L".
func Plain(quantity interface{ String() string }) Number {
	n, _, _ := strings.Cut(quantity.String(), " ")
	return Number(n)
}

// Ask is the data of every request; what a request does not use is left. Pump is nil where it was not given.
type Ask struct {
	Pump        *int     `json:"Pump,omitempty"`
	Nozzle      *int     `json:"Nozzle,omitempty"`
	Type        string   `json:"Type,omitempty"`
	Dose        *Number  `json:"Dose,omitempty"`
	Price       *Number  `json:"Price,omitempty"`
	Prices      []Number `json:"Prices,omitempty"`
	Transaction *int     `json:"Transaction,omitempty"`
}

// Data is what an answer carries.
type Data interface{ packet() string }

// The answers.
type (
	// Idle is PumpIdleStatus. NozzleUp and Nozzle are the same, 0 when none is out; Last... are of the last transaction.
	// Request is what holds the pump: PumpLock, or a PumpAuthorize that it has not taken yet.
	Idle struct {
		Pump            int    `json:"Pump"`
		NozzleUp        int    `json:"NozzleUp"`
		Nozzle          int    `json:"Nozzle"`
		Request         string `json:"Request"`
		LastNozzle      int    `json:"LastNozzle"`
		LastVolume      Number `json:"LastVolume"`
		LastPrice       Number `json:"LastPrice"`
		LastAmount      Number `json:"LastAmount"`
		LastTransaction int    `json:"LastTransaction"`
		LastDateTime    string `json:"LastDateTime,omitempty"`
		LastTotalVolume Number `json:"LastTotalVolume,omitempty"`
		User            string `json:"User"`
	}
	// Filling is PumpFillingStatus: the pump is authorised or delivers.
	Filling struct {
		Pump          int    `json:"Pump"`
		Nozzle        int    `json:"Nozzle"`
		Volume        Number `json:"Volume"`
		TCVolume      Number `json:"TCVolume"`
		Price         Number `json:"Price"`
		Amount        Number `json:"Amount"`
		Transaction   int    `json:"Transaction"`
		Tag           string `json:"Tag"`
		FuelGradeID   int    `json:"FuelGradeId"`
		FuelGradeName string `json:"FuelGradeName"`
		DateTimeStart string `json:"DateTimeStart,omitempty"`
		User          string `json:"User"`
	}
	// Ended is PumpEndOfTransactionStatus: a finished transaction waits to be closed.
	Ended struct {
		Filling
		TotalVolume Number `json:"TotalVolume"`
		DateTime    string `json:"DateTime"`
	}
	// Offline is PumpOfflineStatus.
	Offline struct {
		Pump    int    `json:"Pump"`
		Request string `json:"Request"`
		User    string `json:"User"`
	}
	// Prices is PumpPrices: by nozzle from 1.
	Prices struct {
		Pump   int      `json:"Pump"`
		Prices []Number `json:"Prices"`
		User   string   `json:"User"`
	}
	// Totals is PumpTotals. The money total is not known to every controller, and then left out.
	Totals struct {
		Pump        int    `json:"Pump"`
		Nozzle      int    `json:"Nozzle"`
		Volume      Number `json:"Volume"`
		Amount      Number `json:"Amount,omitempty"`
		Transaction int    `json:"Transaction"`
		User        string `json:"User"`
	}
	// Display is PumpDisplayData (C: the fields).
	Display struct {
		Pump   int    `json:"Pump"`
		Nozzle int    `json:"Nozzle"`
		Volume Number `json:"Volume"`
		Price  Number `json:"Price"`
		Amount Number `json:"Amount"`
		User   string `json:"User"`
	}
	// Confirmation is PumpAuthorizeConfirmation.
	Confirmation struct {
		Pump        int `json:"Pump"`
		Transaction int `json:"Transaction"`
	}
	// Information is PumpTransactionInformation (C: State).
	Information struct {
		Pump          int    `json:"Pump"`
		Transaction   int    `json:"Transaction"`
		State         string `json:"State"` // Filling, Finished, Closed, NotFound
		Nozzle        int    `json:"Nozzle,omitempty"`
		Volume        Number `json:"Volume,omitempty"`
		Price         Number `json:"Price,omitempty"`
		Amount        Number `json:"Amount,omitempty"`
		DateTimeStart string `json:"DateTimeStart,omitempty"`
		DateTime      string `json:"DateTime,omitempty"`
	}
)

func (Idle) packet() string         { return "PumpIdleStatus" }
func (Filling) packet() string      { return "PumpFillingStatus" }
func (Ended) packet() string        { return "PumpEndOfTransactionStatus" }
func (Offline) packet() string      { return "PumpOfflineStatus" }
func (Prices) packet() string       { return "PumpPrices" }
func (Totals) packet() string       { return "PumpTotals" }
func (Display) packet() string      { return "PumpDisplayData" }
func (Confirmation) packet() string { return "PumpAuthorizeConfirmation" }
func (Information) packet() string  { return "PumpTransactionInformation" }

// Answers lists the types of packet that only a controller sends.
var Answers = []string{
	Idle{}.packet(), Filling{}.packet(), Ended{}.packet(), Offline{}.packet(), Prices{}.packet(), Totals{}.packet(),
	Display{}.packet(), Confirmation{}.packet(), Information{}.packet(),
}
