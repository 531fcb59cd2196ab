namespace Multiplex.Server.Tests.Serving;

public sealed class AccountCheckTests : IDisposable
{
    private readonly string _program = Path.Combine(Path.GetTempPath(), $"check-{Guid.NewGuid():N}");

    public void Dispose() => File.Delete(_program);

    [Theory]
    [InlineData("secret", true)]
    [InlineData("guess", false)]
    [InlineData("secret\0more", false)]
    public void The_program_reads_the_password_and_says_by_its_status(string password, bool isRight)
    {
        // What is written ends with NUL, which tr makes visible; a NUL within never reaches the program.
        WriteProgram("[ \"$(tr '\\000' '.')\" = secret. ] && [ \"$2\" = nonull ] && [ -n \"$1\" ]");
        Assert.Equal(isRight, Ask(password));
    }

    [Fact]
    public void A_program_that_cannot_be_started_admits_nobody()
    {
        File.WriteAllText(_program, string.Empty);
        Assert.False(Ask("no such password \u0001"));
    }

    private bool Ask(string password)
    {
        using EventLoop loop = new(TimeProvider.System);
        bool? answer = null;
        AccountCheck.Start(loop, _program, password, isRight => answer = isRight);
        Assert.Null(answer);
        while (answer is null)
        {
            loop.Turn(mayWait: true);
        }

        return answer.Value;
    }

    private void WriteProgram(string test)
    {
        File.WriteAllText(_program, $"#!/bin/sh\n{test}\n");
        File.SetUnixFileMode(_program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
    }
}
