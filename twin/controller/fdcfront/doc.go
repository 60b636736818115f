// Package fdcfront answers POS systems in IFSF FDC XML (wire/fdc) for the desk.
//
// It is a machine with one timer. A POS reaches it over a stream at one of its ports, or over a connection of the outside
// that Attach makes a Session of: bytes go in by Hear, come out by the say that was given, and drop says that the
// connection is to be closed. One connection carries one till, which logs on before all else; a till that logs on over a
// second connection takes the place of the first. Each end says every 15 s that it is there, and a connection on which
// nothing good was heard for 46 s is dropped; the till's locks last as long as the desk says.
//
// Device ids and pump numbers are those of the fuelling points; a sale's TransactionSeqNo is the desk's number. A request
// that the controller decides is answered when it has. What happens is told to every till that is logged on: FPStateChange
// and FuelSaleTrx.
//
// Decided here, since the sheet does not say (C): a sale must be locked before it is cleared (Config.ClearUnlocked: need
// not); ConfigStart and ConfigEnd are obeyed by doing nothing; DefProducts succeeds when it names products of the site
// only; StopForecourt stops and closes every point, OpenDevice and CloseDevice do to one; a price at a level other than 1
// is refused. SuspendFuelling and ResumeFuelling are refused: the controller has no order for them. So is what is unknown,
// with the codes of fdc.ErrorCodes. Bytes that are no message are counted as faults and answered with silence.
//
// Left out: more than one till on a connection, price levels, tank and terminal devices, money totals.
package fdcfront
