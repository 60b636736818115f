package fdcfront

import (
	"strings"
	"unicode"

	"github.com/forecourt/forecourt/twin/controller/desk"
	"github.com/forecourt/forecourt/twin/wire/fdc"
)

// requests is what is done for each type of request. What is not in it is refused.
var requests map[string]func(*Session, *fdc.ServiceRequest)

func init() { // a table of functions that refer to the table
	requests = map[string]func(*Session, *fdc.ServiceRequest){
		fdc.LogOn:                    (*Session).logOn,
		fdc.LogOff:                   (*Session).logOff,
		fdc.GetProductTable:          (*Session).productTable,
		fdc.DefProducts:              (*Session).defProducts,
		fdc.ConfigStart:              (*Session).nothing,
		fdc.ConfigEnd:                (*Session).nothing,
		fdc.GetConfiguration:         (*Session).configuration,
		fdc.GetFPState:               (*Session).states,
		fdc.AuthoriseFuelPoint:       (*Session).authorise,
		fdc.TerminateFuelling:        (*Session).terminate,
		fdc.SuspendFuelling:          (*Session).unsupported,
		fdc.ResumeFuelling:           (*Session).unsupported,
		fdc.GetAvailableFuelSaleTrxs: (*Session).available,
		fdc.GetFuelSaleTrxDetails:    (*Session).details,
		fdc.LockFuelSaleTrx:          (*Session).lockSale,
		fdc.UnlockFuelSaleTrx:        (*Session).unlockSale,
		fdc.ClearFuelSaleTrx:         (*Session).clearSale,
		fdc.ChangeFuelPrice:          (*Session).changePrice,
		fdc.GetTotal:                 (*Session).totals,
		fdc.GetTotals:                (*Session).totals,
		fdc.OpenDevice:               (*Session).openDevice,
		fdc.CloseDevice:              (*Session).closeDevice,
		fdc.StartForecourt:           (*Session).startForecourt,
		fdc.StopForecourt:            (*Session).stopForecourt,
	}
}

// serve does a request, or refuses it.
func (s *Session) serve(r *fdc.ServiceRequest) {
	do := requests[r.RequestType]
	switch {
	case do == nil:
		s.answer(r, fdc.Unsupported, fdc.FDCData{})
	case r.RequestType != fdc.LogOn && (s.client == nil || s.client.Gone()):
		s.answer(r, fdc.NotLoggedOn, fdc.FDCData{})
	case r.RequestType != fdc.LogOn && name(r) != s.client.Name():
		s.answer(r, fdc.NoPermission, fdc.FDCData{})
	default:
		do(s, r)
	}
}

// answer sends the response to a request.
func (s *Session) answer(r *fdc.ServiceRequest, code string, data fdc.FDCData) {
	result := fdc.Success
	if code != fdc.OK {
		result = fdc.Failure
	}
	data.ErrorCode = code
	s.send(&fdc.ServiceResponse{
		RequestType: r.RequestType, ApplicationSender: r.ApplicationSender, WorkstationID: r.WorkstationID,
		RequestID: r.RequestID, OverallResult: result, FDCdata: data,
	})
}

// finish answers a request with what became of it.
func (s *Session) finish(r *fdc.ServiceRequest, why *desk.Refusal) {
	s.answer(r, code(why), echo(r, code(why)))
}

// echo names the device of a request in its response, with the code.
func echo(r *fdc.ServiceRequest, code string) (data fdc.FDCData) {
	for _, d := range r.POSdata.DeviceClass {
		data.DeviceClass = append(data.DeviceClass, fdc.DeviceClass{
			Type: d.Type, DeviceID: d.DeviceID, PumpNo: d.PumpNo, TransactionSeqNo: d.TransactionSeqNo,
			FusionSaleID: d.FusionSaleID, ErrorCode: code,
		})
	}
	return data
}

// codes are the protocol's words for the desk's reasons.
var codes = map[desk.Reason]string{
	desk.Off: fdc.Unreachable, desk.NotLoggedOn: fdc.NotLoggedOn, desk.TooMany: fdc.WrongState,
	desk.NoPoint: fdc.BadDevice, desk.NoNozzle: fdc.BadProduct, desk.NoGrade: fdc.BadProduct, desk.NoSale: fdc.NoTransaction,
	desk.PointLocked: fdc.DeviceLocked, desk.SaleLocked: fdc.SaleLocked, desk.NotLocked: fdc.SaleUnlocked,
	desk.Closed: fdc.WrongState, desk.WrongState: fdc.WrongState, desk.Busy: fdc.WrongState, desk.StackFull: fdc.StackFull,
	desk.BadValue: fdc.BadValue, desk.Unreachable: fdc.Unreachable, desk.NoAnswer: fdc.NoAnswer, desk.ByController: fdc.Refused,
}

func code(why *desk.Refusal) string {
	if why == nil {
		return fdc.OK
	}
	return codes[why.Reason]
}

// name is what the desk knows a till by.
func name(r *fdc.ServiceRequest) string { return r.ApplicationSender + "@" + r.WorkstationID }

// nameable says whether a till may be called so.
func nameable(r *fdc.ServiceRequest) bool {
	const longest = 64
	if r.ApplicationSender == "" || len(name(r)) > longest || strings.Count(name(r), "@") != 1 {
		return false
	}
	return strings.IndexFunc(name(r), func(c rune) bool { return !unicode.IsPrint(c) }) < 0
}

func (s *Session) logOn(r *fdc.ServiceRequest) {
	switch {
	case !nameable(r):
		s.answer(r, fdc.BadValue, fdc.FDCData{})
		return
	case s.client != nil && !s.client.Gone() && s.client.Name() != name(r):
		s.answer(r, fdc.NoPermission, fdc.FDCData{}) // one till to a connection
		return
	case s.client == nil || s.client.Gone():
		silence := s.front.cfg.Dialect.Silence
		if silence <= 0 {
			silence = fdc.DefaultSilence
		}
		c, why := s.front.cfg.Desk.LogOn(name(r), silence)
		if why != nil {
			s.answer(r, code(why), fdc.FDCData{})
			return
		}
		s.client = c
	}
	s.answer(r, fdc.OK, fdc.FDCData{Version: r.POSdata.Version + r.POSdata.VersionFUS})
}

func (s *Session) logOff(r *fdc.ServiceRequest) {
	s.client.LogOff()
	s.answer(r, fdc.OK, fdc.FDCData{})
	s.client = nil
}

func (s *Session) nothing(r *fdc.ServiceRequest) { s.answer(r, fdc.OK, fdc.FDCData{}) }

func (s *Session) unsupported(r *fdc.ServiceRequest) {
	s.answer(r, fdc.Unsupported, echo(r, fdc.Unsupported))
}
