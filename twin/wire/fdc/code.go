package fdc

import "github.com/forecourt/forecourt/twin/forecourt"

// The request types of the sheet, and GetTotals beside FUS's GetTotal.
const (
	LogOn                    = "LogOn"
	LogOff                   = "LogOff"
	GetProductTable          = "GetProductTable"
	DefProducts              = "DefProducts"
	ConfigStart              = "ConfigStart"
	ConfigEnd                = "ConfigEnd"
	GetConfiguration         = "GetConfiguration"
	GetFPState               = "GetFPState"
	AuthoriseFuelPoint       = "AuthoriseFuelPoint"
	SuspendFuelling          = "SuspendFuelling"
	ResumeFuelling           = "ResumeFuelling"
	TerminateFuelling        = "TerminateFuelling"
	GetAvailableFuelSaleTrxs = "GetAvailableFuelSaleTrxs"
	GetFuelSaleTrxDetails    = "GetFuelSaleTrxDetailsByNo"
	LockFuelSaleTrx          = "LockFuelSaleTrx"
	UnlockFuelSaleTrx        = "UnlockFuelSaleTrx"
	ClearFuelSaleTrx         = "ClearFuelSaleTrx"
	ChangeFuelPrice          = "ChangeFuelPrice"
	GetTotal                 = "GetTotal"
	GetTotals                = "GetTotals"
	OpenDevice               = "OpenDevice"
	CloseDevice              = "CloseDevice"
	StartForecourt           = "StartForecourt"
	StopForecourt            = "StopForecourt"
)

// RequestTypes lists them.
var RequestTypes = []string{
	LogOn, LogOff, GetProductTable, DefProducts, ConfigStart, ConfigEnd, GetConfiguration, GetFPState,
	AuthoriseFuelPoint, SuspendFuelling, ResumeFuelling, TerminateFuelling, GetAvailableFuelSaleTrxs,
	GetFuelSaleTrxDetails, LockFuelSaleTrx, UnlockFuelSaleTrx, ClearFuelSaleTrx, ChangeFuelPrice, GetTotal, GetTotals,
	OpenDevice, CloseDevice, StartForecourt, StopForecourt,
}

// The message types.
const (
	POSReady      = "POS_Ready"
	FDCReady      = "FDC_Ready"
	FPStateChange = "FPStateChange"
	FuelSaleTrx   = "FuelSaleTrx"
)

// What a response says as a whole.
const (
	Success = "Success"
	Failure = "Failure" // (C)
)

// The error codes. Only OK is known from a source (A); the others are ours until somebody brings the list (C).
const (
	OK            = "ERRCD_OK"
	Unsupported   = "ERRCD_NOTSUPPORTED"   // the request type is unknown, or the controller cannot do it
	NotLoggedOn   = "ERRCD_NOTLOGGEDON"    // a request before LogOn
	NoPermission  = "ERRCD_NOPERM"         // a request in another till's name
	BadValue      = "ERRCD_BADVAL"         // a value is missing, or cannot be
	BadDevice     = "ERRCD_BADDEVID"       // there is no such device
	BadProduct    = "ERRCD_BADPRODUCT"     // there is no such product, or the device does not sell it
	NoTransaction = "ERRCD_NOTRANS"        // there is no such sale
	WrongState    = "ERRCD_NOTPOSSIBLE"    // not in the state that the device is in
	DeviceLocked  = "ERRCD_FPLOCK"         // another till has locked the device
	SaleLocked    = "ERRCD_TRANSLOCKED"    // another till has locked the sale
	SaleUnlocked  = "ERRCD_TRANSNOTLOCKED" // the sale must be locked first
	StackFull     = "ERRCD_MAXSTACKLIMIT"  // the device has as many unpaid sales as it may have
	Unreachable   = "ERRCD_INOP"           // the device does not answer
	NoAnswer      = "ERRCD_TIMEOUT"        // nothing was heard in time: it may have happened
	Refused       = "ERRCD_REFUSED"        // the device would not
)

// ErrorCodes lists them with their meaning.
var ErrorCodes = []struct{ Code, Meaning string }{
	{OK, "done"},
	{Unsupported, "the request type is unknown, or the controller cannot do it"},
	{NotLoggedOn, "a request before LogOn"},
	{NoPermission, "a request in another till's name"},
	{BadValue, "a value is missing, or cannot be"},
	{BadDevice, "there is no such device"},
	{BadProduct, "there is no such product, or the device does not sell it"},
	{NoTransaction, "there is no such sale"},
	{WrongState, "not in the state that the device is in"},
	{DeviceLocked, "another till has locked the device"},
	{SaleLocked, "another till has locked the sale"},
	{SaleUnlocked, "the sale must be locked first"},
	{StackFull, "the device has as many unpaid sales as it may have"},
	{Unreachable, "the device does not answer"},
	{NoAnswer, "nothing was heard in time: it may have happened"},
	{Refused, "the device would not"},
}

// The states of a sale. Payable and Locked were seen; Cleared is (C).
const (
	Payable = "Payable"
	Locked  = "Locked"
	Cleared = "Cleared"
)

// The device states that are no state of a fuelling point, and the closed one.
const (
	Offline = "FDC_OFFLINE"
	Closed  = "FDC_CLOSED"
)

var deviceStates = map[forecourt.State]string{
	forecourt.Inoperative:       "FDC_OUTOFORDER",
	forecourt.Closed:            Closed,
	forecourt.Idle:              "FDC_READY",
	forecourt.Calling:           "FDC_CALLING",
	forecourt.Authorised:        "FDC_AUTHORISED",
	forecourt.Started:           "FDC_STARTED",
	forecourt.SuspendedStarted:  "FDC_SUSPENDED_STARTED",
	forecourt.Fuelling:          "FDC_FUELLING",
	forecourt.SuspendedFuelling: "FDC_SUSPENDED_FUELLING",
}

// DeviceState returns the word for a state; Offline where it is none.
func DeviceState(s forecourt.State) string {
	if w := deviceStates[s]; w != "" {
		return w
	}
	return Offline
}
