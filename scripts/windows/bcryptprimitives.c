/* A library of Windows 10 that Wine has from version 9 on: random numbers, of which Rust's standard library takes some. */
#include <windows.h>

/* Older name of the same thing, in advapi32. */
BOOLEAN NTAPI SystemFunction036(PVOID bytes, ULONG length);

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE bytes, SIZE_T length)
{
    return SystemFunction036(bytes, (ULONG)length);
}
